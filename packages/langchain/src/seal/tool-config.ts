import { currentFrame } from "@ambit/gate";

/** What the host hands to a tool beside its arguments: nothing of it is trusted. */
export interface ToolConfig {
  readonly toolCall?: { readonly id?: unknown; readonly args?: unknown };
  readonly toolCallId?: unknown;
  readonly configurable?: Readonly<Record<string, unknown>>;
  readonly state?: unknown;
  readonly interrupt?: unknown;
}

/** The model's id of the call; undefined when code called the tool. */
export function callIdOf(config: ToolConfig | undefined): string | undefined {
  const id = config?.toolCall?.id;
  return typeof id === "string" && id !== "" ? id : undefined;
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
