/** A function of the application that a matcher may call: synchronous, without side effects, the same for the same values. */
export interface PolicyFunction {
  /** How many values it takes. */
  readonly arity: number;
  /** The author's word that the answer depends on the values alone. */
  readonly pure: true;
  /** Anything but true or false denies the call (`policy_error`). */
  readonly call: (...values: readonly unknown[]) => boolean;
}
