import { joinMarks, type TaintMarks, UNTAINTED } from "@ambit/core";

/**
 * What has been read in one place: by an agent at work, or in the body of a tool.
 *
 * A scope begins with the marks of the one around it. Branches do not see what their siblings read: they join where they
 * end, in the scope around them.
 */
export class TaintScope {
  readonly #above: TaintScope | undefined;
  #marks: TaintMarks;

  constructor(above?: TaintScope) {
    this.#above = above;
    this.#marks = above === undefined ? UNTAINTED : above.#marks;
  }

  get marks(): TaintMarks {
    return this.#marks;
  }

  /** Raises the marks here and in all scopes around at once: whoever waits for a result may act on it meanwhile. */
  raise(marks: TaintMarks): void {
    this.#marks = joinMarks(this.#marks, marks);
    this.#above?.raise(marks);
  }
}
