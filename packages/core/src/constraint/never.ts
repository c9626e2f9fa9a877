import type { Of } from "./kind.ts";

/** The constraint that admits nothing. */
export const NEVER: Of<"one_of"> = Object.freeze({ kind: "one_of", values: Object.freeze([]) });
