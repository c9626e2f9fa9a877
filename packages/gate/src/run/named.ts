import { canonicalValue, leafPaths, type Subject, valuesAt, Words } from "@ambit/core";

/** What user and subject of a run name: the user's own words, the goal, and the subject's id and attributes. */
export class Named {
  readonly #texts: readonly string[];
  readonly #subject: Subject;
  #words: readonly Words[] | undefined;
  #values: ReadonlySet<string> | undefined;

  constructor({ input, goal, subject }: { input: string; goal: string; subject: Subject }) {
    this.#texts = [input, goal];
    this.#subject = subject;
  }

  /** Whether a canonical value stands in the user's words. */
  byUser(value: string): boolean {
    this.#words ??= this.#texts.map((text) => new Words(text));
    return this.#words.some((words) => words.has(value));
  }

  /** Whether a canonical value is the subject's id or the text or number of an attribute. */
  bySubject(value: string): boolean {
    this.#values ??= this.#subjectValues();
    return this.#values.has(value);
  }

  #subjectValues(): ReadonlySet<string> {
    const { id, attributes } = this.#subject;
    const leaves = leafPaths(attributes).flatMap((path) => valuesAt(attributes, path));
    const named = leaves.filter((leaf) => typeof leaf === "string" || typeof leaf === "number");
    return new Set([id, ...named].filter((value) => value !== "").map(canonicalValue));
  }
}
