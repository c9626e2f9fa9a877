import type { Gate } from "@ambit/gate";

/** What a seal knows of its tool. */
export interface Seal {
  readonly gate: Gate;
  /** The name at sealing: renaming the object or a clone of it changes no decision. */
  readonly tool: string;
  readonly format: "content" | "content_and_artifact";
  /** The arguments are handed over read-only. */
  readonly readOnly?: true;
  /** Parses raw arguments as the tool does, when it has a schema that can. */
  readonly parse?: (raw: unknown) => Promise<unknown>;
}

// Functions and not tools: a clone, a spread or a rebuild carries the function on, and must be judged once, not twice.
const guarded = new WeakMap<object, Seal>();

export function rememberGuarded(fn: object, seal: Seal): void {
  guarded.set(fn, seal);
}

/** The seal behind a guarded function (or runnable); undefined for any other value. */
export function sealBehind(fn: unknown): Seal | undefined {
  return typeof fn === "function" || (typeof fn === "object" && fn !== null) ? guarded.get(fn) : undefined;
}

const bounds = new WeakMap<object, object>();

/** Remembers what a guarded runnable stands before: tools can hang on it. */
export function rememberBound(guardedRunnable: object, bound: object): void {
  bounds.set(guardedRunnable, bound);
}

/** The runnable behind a guarded one; undefined for any other value. */
export function originalBound(runnable: object): object | undefined {
  return bounds.get(runnable);
}
