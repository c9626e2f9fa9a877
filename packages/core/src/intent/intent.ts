/** How the intent of a step was learned. */
export type IntentSource = "run" | "tool" | "planner" | "inherited";

/**
 * What the agent says it wants: a purpose from the registry and a goal in free text.
 *
 * The model writes intents, so an intent never grants anything: it only narrows (L3).
 */
export interface Intent {
  /** A registered purpose path, `support/refund`. */
  readonly purpose: string;
  readonly goal: string;
  /** Names of the only tools that this step needs; absent: no narrowing. */
  readonly tools?: readonly string[];
  /** Patterns of the only resources that this step needs; absent: no narrowing. */
  readonly resources?: readonly string[];
  readonly source: IntentSource;
  /** The model turn (or graph task) that declared it. */
  readonly step: string;
}
