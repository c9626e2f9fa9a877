import {
  canonicalValue,
  formOf,
  leafPaths,
  loosen,
  type NamedValues,
  standsIn,
  type Subject,
  valuesAt,
  Words,
} from "@ambit/core";

/** What user and subject of a run name: the user's own words, the goal, and the subject's id and attributes. */
export class Named implements NamedValues {
  readonly #texts: readonly string[];
  readonly #subject: Subject;
  #words: readonly Words[] | undefined;
  #loose: readonly string[] | undefined;
  #values: ReadonlySet<string> | undefined;

  constructor({ input, goal, subject }: { input: string; goal: string; subject: Subject }) {
    this.#texts = [input, goal];
    this.#subject = subject;
  }

  /** Whether a canonical value stands in the user's words. */
  byUser(value: string): boolean {
    return this.#wordLists().some((words) => words.has(value));
  }

  /** Whether a canonical value is the subject's id or the text or number of an attribute. */
  bySubject(value: string): boolean {
    this.#values ??= this.#subjectValues();
    return this.#values.has(value);
  }

  /** Whether a host stands in the user's words. */
  hostByUser(host: string): boolean {
    return this.#wordLists().some((words) => words.hasHost(host));
  }

  /** Whether a loosened passage stands in the user's words. */
  saidByUser(passage: string): boolean {
    this.#loose ??= this.#texts.map(loosen);
    return this.#loose.some((text) => standsIn(text, passage));
  }

  #wordLists(): readonly Words[] {
    return (this.#words ??= this.#texts.map((text) => new Words(text)));
  }

  #subjectValues(): ReadonlySet<string> {
    const { id, attributes } = this.#subject;
    const leaves = leafPaths(attributes).flatMap((path) => valuesAt(attributes, path));
    const named = leaves.filter((leaf) => typeof leaf === "string" || typeof leaf === "number");
    const values = [id, ...named].filter((value) => value !== "");
    return new Set(
      values.flatMap((value) => [canonicalValue(value), formOf(value) ?? canonicalValue(value)]),
    );
  }
}
