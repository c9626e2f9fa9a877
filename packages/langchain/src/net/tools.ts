import { AmbitDeniedError, AmbitError } from "@ambit/core";
import { currentFrame, gateOfFrame } from "@ambit/gate";
import { nameOf, sealedBy, sealTool } from "../seal/seal.ts";
import { catchCalls, type Caught } from "./catch.ts";

/** The host's classes of tools, of one build. */
export interface ToolClasses {
  readonly StructuredTool: { readonly prototype: object };
  readonly DynamicStructuredTool: new (fields: object) => object;
  readonly RunnableToolLike: { readonly prototype: object };
}

/** The ways into a runnable that was made a tool. */
const PROMISED = ["invoke", "batch", "stream"] as const;

/** Those that give no promise, also to what is made of it and is no tool any more. */
const OTHERS = ["transform", "_streamIterator", "withConfig", "withRetry", "withFallbacks"] as const;

/** The object with which the net is tried, and whether its call came here. */
const trial: { tool?: object; caught?: boolean } = {};

/**
 * Catches every tool that is called inside a run and was not sealed (L1): functions keep tools in their closures, where no
 * walk over an agent finds them. It is sealed and then decided like any other, or does not run. Outside a run nothing
 * changes.
 *
 * Throws `net_broken` where the host's calls do not come through here.
 */
export function catchTools(classes: ToolClasses): void {
  const { StructuredTool, RunnableToolLike } = classes;
  const isCaught =
    catchCalls(StructuredTool.prototype, "call", sealFirst) &&
    PROMISED.every((way) => catchCalls(RunnableToolLike.prototype, way, promiseFirst)) &&
    OTHERS.every((way) => catchCalls(RunnableToolLike.prototype, way, sealFirst));
  if (!isCaught || !isTried(classes)) throw new AmbitError("net_broken", { what: "tools" });
}

function sealFirst(original: Caught): Caught {
  return function (this: object, ...args: unknown[]): unknown {
    if (this === trial.tool) {
      trial.caught = true;
      return undefined;
    }
    sealOnUse(this);
    return original.apply(this, args);
  };
}

function promiseFirst(original: Caught): Caught {
  const call = sealFirst(original);
  return async function (this: object, ...args: unknown[]): Promise<unknown> {
    return call.apply(this, args);
  };
}

function sealOnUse(tool: object): void {
  const frame = currentFrame();
  if (frame === undefined || sealedBy(tool) !== undefined) return;
  const gate = gateOfFrame(frame);
  if (gate === undefined) throw new AmbitDeniedError("frame_foreign", nameOf(tool), "-");
  if (!sealTool(gate, tool)) throw new AmbitError("tool_unsealed", { tool: nameOf(tool) });
}

/** Calls a tool of the host as anybody would, and sees whether the call comes here. */
function isTried({ DynamicStructuredTool }: ToolClasses): boolean {
  const func = (): string => "";
  const fields = { name: "ambit_trial", description: "a trial", schema: { type: "object" }, func };
  const tool = new DynamicStructuredTool(fields) as { readonly invoke: (args: object) => unknown };
  trial.tool = tool;
  trial.caught = false;
  void tool.invoke({});
  delete trial.tool;
  return trial.caught;
}
