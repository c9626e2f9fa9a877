import type { Gate } from "@ambit/gate";
import { interopParseAsync, isInteropZodSchema } from "@langchain/core/utils/types";
import { AmbitError } from "@ambit/core";
import { isDeclareIntent } from "../middleware/declare-intent.ts";
import { startsRemotely } from "../protect/deep-agents.ts";
import { reach } from "../protect/reach.ts";
import { isRemoteGraph } from "../protect/shape.ts";
import { definerOf } from "./host-class.ts";
import { guardFunction } from "./guard-function.ts";
import type { ToolFunction } from "./tool-function.ts";
import { type Seal, sealBehind } from "./guarded.ts";
import { seeSchema } from "./seen-schemas.ts";
import { callsMcpServer } from "./mcp-tool.ts";
import { guardRunnable, runnableSeal, type RunnableTool } from "./runnable-tool.ts";

/** A tool as this package finds it: by shape, since the CommonJS and the ESM build of the host share no classes. */
interface HostTool {
  readonly name: string;
  readonly schema?: unknown;
  readonly responseFormat?: unknown;
  func?: ToolFunction;
  _call?: ToolFunction;
  lc_kwargs?: Record<string, unknown>;
}

/**
 * Seals a tool in place; false if its shape offers nothing to seal.
 *
 * `func` (else `_call`) becomes the guarded function: enumerable, so that clones and spreads carry it on; read-only, so
 * that nothing puts the original back.
 */
export function sealTool(gate: Gate, tool: object): boolean {
  if (isDeclareIntent(tool) || isSealed(tool)) return true;
  const host = tool as HostTool;
  if (typeof host.name !== "string" || !Object.isExtensible(tool) || isOverridden(tool)) return false;
  seeSchema(gate, host.name, host.schema);
  if (isRunnableTool(tool)) return sealRunnable(gate, tool);
  const seal = sealOf(gate, host);
  const { func, _call } = host;
  if (typeof func === "function") guard(host, "func", { seal, original: bodyOf(gate, host, func) });
  const isOwn = typeof func !== "function" || definerOf(tool, "_call") !== "host";
  if (isOwn && typeof _call === "function") guard(host, "_call", { seal, original: _call });
  return isSealed(tool);
}

/** What runs once a call is allowed: of a tool that starts an agent in another process, the refusal of that agent. */
function bodyOf(gate: Gate, tool: HostTool, func: ToolFunction): ToolFunction {
  return startsRemotely(tool) ? () => gate.refuseRemote(tool.name) : func;
}

/** Replaces one function, unless it is guarded already: a call is judged once. */
function guard(
  tool: HostTool,
  key: "func" | "_call",
  { seal, original }: { readonly seal: Seal; readonly original: ToolFunction },
): void {
  if (sealBehind(original) === undefined) replace(tool, key, guardFunction(seal, original));
}

/** Seals tools, or throws `tool_unsealed` for the first that cannot be. */
export function sealAll<T extends readonly object[]>(gate: Gate, tools: T): T {
  for (const tool of tools) {
    if (!sealTool(gate, tool)) throw new AmbitError("tool_unsealed", { tool: nameOf(tool) });
  }
  return tools;
}

/** Whether every way to the tool's body leads through a guarded function, of whatever instance. */
function isSealed(tool: object): boolean {
  return sealedBy(tool) !== undefined;
}

/** The gate of the instance that sealed a tool. */
export function sealedBy(tool: object): Gate | undefined {
  if (isRunnableTool(tool)) return runnableSeal(tool.bound)?.gate;
  const { func, _call } = tool as Partial<HostTool>;
  const inner = sealBehind(func);
  if (typeof func === "function" && inner === undefined) return undefined;
  return (sealBehind(_call) ?? (definerOf(tool, "_call") === "host" ? inner : undefined))?.gate;
}

/** The name of a tool; of one that the model's provider runs and that has none, its type, of a remote graph its id. */
export function nameOf(tool: object): string {
  const { name, type, graphId } = tool as Readonly<Record<string, unknown>>;
  return (
    ([name, type, graphId].find((text) => typeof text === "string" && text !== "") as string | undefined) ??
    "(no name)"
  );
}

function sealOf(gate: Gate, tool: HostTool): Seal {
  const { schema } = tool;
  const format = tool.responseFormat === "content_and_artifact" ? "content_and_artifact" : "content";
  const fixed = callsMcpServer(tool) ? ({ readOnly: true } as const) : {};
  const base = { gate, tool: tool.name, format, ...fixed } as const;
  return isInteropZodSchema(schema) ? { ...base, parse: (raw) => interopParseAsync(schema, raw) } : base;
}

/** Tools that hang on the runnable behind a tool are sealed with it: afterwards they would be out of sight. */
function sealRunnable(gate: Gate, tool: RunnableTool): boolean {
  const inner = reach(tool.bound).tools.filter(({ tool: each }) => each !== tool && !isRemoteGraph(each));
  if (!inner.every(({ tool: each, cached }) => !cached && sealTool(gate, each))) return false;
  const guarded = guardRunnable(sealOf(gate, tool as unknown as HostTool), tool.bound);
  return replace(tool as unknown as HostTool, "bound", guarded);
}

function replace(tool: HostTool, key: "func" | "_call" | "bound", value: unknown): boolean {
  if (Object.getOwnPropertyDescriptor(tool, key)?.configurable === false) return false;
  Object.defineProperty(tool, key, { value, enumerable: true, writable: false, configurable: false });
  const kwargs = tool.lc_kwargs;
  if (kwargs !== undefined && Object.hasOwn(kwargs, key)) tool.lc_kwargs = { ...kwargs, [key]: value };
  return true;
}

/** A runnable that was made a tool has nothing to call but the runnable behind it. */
function isRunnableTool(tool: object): tool is RunnableTool {
  const { bound, func, _call } = tool as {
    readonly bound?: { readonly invoke?: unknown };
  } & Partial<HostTool>;
  return typeof bound?.invoke === "function" && func === undefined && _call === undefined;
}

/** All ways in from outside; of the host they all lead to `func` or `_call`, or to `bound`. */
const ENTRIES = [
  "invoke",
  "call",
  "batch",
  "stream",
  "transform",
  "streamEvents",
  "_streamIterator",
] as const;

/** A tool that answers one of them itself may never come to the sealed function. */
function isOverridden(tool: object): boolean {
  return ENTRIES.some((method) => definerOf(tool, method) === "other");
}
