import type { JsonValue } from "@ambit/core";

/** A change that would allow a denied call: all of its edits together. */
export interface Change {
  readonly edits: readonly ChangeEdit[];
}

/** One edit of a change. */
export interface ChangeEdit {
  /** `rule`: another text in a row; `row`: one more row; `link`: one more role; `remove`: a row less; `call`: another call. */
  readonly kind: "rule" | "row" | "link" | "remove" | "call";
  /** `rules.csv:12`; for one more row the row behind which it goes; of a call `args.amount`. */
  readonly at: string;
  /** The columns that change. */
  readonly columns?: readonly string[];
  /** The text or value that is replaced; absent where there is none. */
  readonly from?: JsonValue;
  /** The text or value instead; absent where there is none. */
  readonly to?: JsonValue;
  /** The whole row as it would stand in the file. */
  readonly row?: string;
  /** All of it in one line, for people. */
  readonly text: string;
}
