import type { CodeName, Effect } from "@ambit/core";

/** Why a call was not run. The model may see `modelText` and nothing else (L10). */
export interface Denial {
  /** Id of the decision record; the developer looks it up with `ambit trace`. */
  readonly decision: string;
  readonly tool: string;
  readonly effect: Exclude<Effect, "allow">;
  readonly reason: CodeName;
  /** A short code and a safe hint: never an allowed value or rule text. */
  readonly modelText: string;
}

/** What came of a guarded call. Errors of the tool itself are thrown as the tool threw them. */
export type GuardOutcome =
  | { readonly kind: "ran"; readonly value: unknown }
  | { readonly kind: "denied"; readonly denial: Denial };
