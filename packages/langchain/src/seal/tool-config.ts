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
 * The namespace of the graph to which a task belongs: its own namespace without the last segment.
 *
 * Model node and tool node of one agent are siblings, so both name the same place.
 */
export function placeOf(configurable: Readonly<Record<string, unknown>> | undefined): string {
  const namespace = configurable?.["checkpoint_ns"];
  if (typeof namespace !== "string") return "";
  return namespace.slice(0, Math.max(0, namespace.lastIndexOf("|")));
}
