/** Why a condition, span or pattern does not load. */
export class ConditionError extends Error {
  /** The part of the text that is wrong. */
  readonly part: string;
  readonly suggestion: string | undefined;

  constructor(message: string, part: string, suggestion?: string) {
    super(message);
    this.name = "ConditionError";
    this.part = part;
    this.suggestion = suggestion;
  }
}
