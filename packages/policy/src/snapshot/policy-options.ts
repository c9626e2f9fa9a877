import type { PolicyFunction } from "../function/policy-function.ts";

/** How a policy is loaded. */
export interface PolicyOptions {
  /** Functions of the application that the matcher may call, by name. */
  readonly functions?: Readonly<Record<string, PolicyFunction>>;
}
