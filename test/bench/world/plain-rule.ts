/** One rule in words that every engine can be told; a clause that is absent holds for every call. */
export interface PlainRule {
  readonly id: string;
  readonly effect: "allow" | "deny";
  /** A user, or a role that the caller holds. */
  readonly subject: string;
  /** A tool, or a toolset that the tool belongs to. */
  readonly tool?: string;
  readonly action?: string;
  /** The folder of the resource. */
  readonly folder?: string;
  readonly sensitivity?: Range;
  readonly purpose?: string;
  readonly depth?: Range;
  readonly when?: Limit;
}

/** Both ends included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A number of the call that may not be larger. */
export interface Limit {
  readonly of: "attempt" | "amount";
  readonly most: number;
}
