import { currentFrame, type Gate, type HostCall } from "@ambit/gate";
import type { ToolConfig } from "../seal/tool-config.ts";
import { graphAround } from "./namespace.ts";
import { targetsOf, targetsOfThrown } from "./targets.ts";

/** What looks at the result of a tool's body before anybody else has it. */
export interface Watch {
  readonly gave: (value: unknown) => unknown;
  readonly threw: (error: unknown) => unknown;
}

/**
 * Looks for a handoff in what a tool gives back to its graph, and tells the gate of it.
 *
 * Undefined for a call in another tool's body: what that body makes of the result is looked at when it comes back.
 */
export function watchHandoff(gate: Gate, call: HostCall, config: ToolConfig | undefined): Watch | undefined {
  if (currentFrame()?.call !== undefined) return undefined;
  // read now: afterwards the tool may have changed it
  const namespace = config?.configurable?.["checkpoint_ns"];
  const handoff = (targets: readonly string[]): Promise<void> =>
    gate.handOff({ targets, graph: graphAround(namespace), place: call.place });
  const gave = (value: unknown): unknown => {
    const targets = targetsOf(value);
    return targets === undefined ? value : handoff(targets).then(() => value);
  };
  const threw = async (error: unknown): Promise<never> => {
    const targets = targetsOfThrown(error);
    if (targets !== undefined) await handoff(targets);
    throw error;
  };
  return { gave, threw };
}
