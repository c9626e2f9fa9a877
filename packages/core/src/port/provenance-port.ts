import type { ToolRisk } from "../manifest/tool-entry.ts";

/**
 * Where a value was seen, from best to worst: the user's own words, the subject's attributes, what a person approved in
 * this run, fields of the user's own records, fields that a counterparty wrote, prose, nowhere but in the model's call.
 */
export const VALUE_SOURCES = [
  "user",
  "subject",
  "approved",
  "own",
  "counterparty",
  "prose",
  "model",
] as const;

export type ValueSource = (typeof VALUE_SOURCES)[number];

/** One value in the arguments of a call: a leaf, never a list or an object. */
export interface ArgumentValue {
  /** Its path: `orderId`, `cc[*].address`. */
  readonly path: string;
  readonly value: boolean | number | string | null;
}

/**
 * What is known of where the argument values of one call come from. Policies ask it lazily, while they decide.
 *
 * Undefined, and a question that is left out, mean that nobody knows: the condition that asks denies the call. Answers
 * must not depend on the order of the questions.
 */
export interface ProvenancePort {
  /** The worst place where the value was seen, unless the user or the subject is among them. */
  from?(argument: ArgumentValue): ValueSource | undefined;
  /** Whether the value was seen nowhere before the call. */
  nowhere?(argument: ArgumentValue): boolean | undefined;
  /** Whether the value stands in a structured field and in prose of third parties as well. */
  contested?(argument: ArgumentValue): boolean | undefined;
  /** Whether the host of a link stands in the user's words. */
  hostFromUser?(argument: ArgumentValue): boolean | undefined;
  /** Whether the text has a link, address or account that comes from nowhere good, after third-party text was read. */
  fresh?(argument: ArgumentValue): boolean | undefined;
  /** Whether the text repeats prose of third parties. */
  copied?(argument: ArgumentValue): boolean | undefined;
  /** Whether the text holds a secret that a tool returned. */
  containsSecret?(argument: ArgumentValue): boolean | undefined;
  /** Whether the record that holds the value was reached from the user's words. */
  linkedToUser?(argument: ArgumentValue): boolean | undefined;
  /** Whether the intent that was declared names the called tool. */
  planned?(): boolean | undefined;
  /** The risk of the called tool. */
  risk?(): ToolRisk | undefined;
  /** How many independent reasons speak against the call. */
  reasons?(): number | undefined;
}
