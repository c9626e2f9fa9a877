import { currentFrame } from "@ambit/gate";

/** What the host hands to a tool beside its arguments: nothing of it is trusted. */
export interface ToolConfig {
  readonly toolCall?: { readonly id?: unknown; readonly name?: unknown; readonly args?: unknown };
  readonly toolCallId?: unknown;
  readonly configurable?: Readonly<Record<string, unknown>>;
  readonly state?: unknown;
  readonly interrupt?: unknown;
}

type ModelCall = NonNullable<ToolConfig["toolCall"]>;

/**
 * The model's call of this very tool; undefined when code called it.
 *
 * A tool's body may hand its config on to another tool: the call in it is then the outer tool's.
 */
export function modelCallOf(tool: string, config: ToolConfig | undefined): ModelCall | undefined {
  const call = config?.toolCall;
  return call?.name === undefined || call.name === tool ? call : undefined;
}

export function callIdOf(call: ModelCall | undefined): string | undefined {
  return typeof call?.id === "string" && call.id !== "" ? call.id : undefined;
}

/**
 * Where the model stands that scheduled a call: its frame, and the namespace of its graph without the last segment.
 *
 * Model node and tool node of one agent are siblings, so both name the same place. The frame keeps apart what runs side by
 * side in one run: models repeat call ids.
 */
export function placeOf(configurable: Readonly<Record<string, unknown>> | undefined): string {
  const namespace = configurable?.["checkpoint_ns"];
  const graph =
    typeof namespace === "string" ? namespace.slice(0, Math.max(0, namespace.lastIndexOf("|"))) : "";
  return `${currentFrame()?.id ?? ""}/${graph}`;
}
