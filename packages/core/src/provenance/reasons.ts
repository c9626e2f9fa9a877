import { type ArgumentRole, isIdLike, isWrite, type ToolEntry } from "../manifest/tool-entry.ts";
import type { ArgumentValue, ProvenancePort } from "../port/provenance-port.ts";
import type { RoleValue } from "./value-index.ts";

/** One kind of reason that speaks against a call. */
export type Reason = "unplanned" | "unsourced" | "contested" | "copied" | "fresh" | "secret";

/** A call about which reasons are counted. */
export interface CountedCall {
  readonly entry: ToolEntry;
  readonly planned: boolean;
  readonly values: readonly (ArgumentValue & { readonly role: RoleValue["role"] | undefined })[];
}

/** The facts that are counted. */
export type CountedFacts = Required<
  Pick<ProvenancePort, "contested" | "copied" | "fresh" | "containsSecret">
> & {
  /** Whether the value stands in a place that may be relied on, whatever prose says of it besides. */
  isSourced(argument: ArgumentValue, planned: boolean): boolean | undefined;
};

/**
 * The kinds of reasons that speak against a call, each once; undefined when nobody knows of one. A read has none: what it
 * gives away it gives to its own system. Arguments without a role are held to be ids and free text at once.
 */
export function reasonsAgainst(facts: CountedFacts, call: CountedCall): readonly Reason[] | undefined {
  const { entry, planned, values } = call;
  if (entry.effect === "read") return [];
  const ids = values.filter(({ role }) => role === undefined || isIdLike(role));
  const texts = values.filter(({ role }) => isText(role));
  const needsPlan = isWrite(entry) ? entry.risk !== "low" : true;
  const answers: readonly (readonly [Reason, boolean | undefined])[] = [
    ["unplanned", needsPlan && !planned],
    ["unsourced", not(every(ids, (value) => facts.isSourced(value, planned)))],
    ["contested", some(ids, (value) => facts.contested(value))],
    ["copied", some(texts, (value) => facts.copied(value))],
    ["fresh", some(texts, (value) => facts.fresh(value))],
    ["secret", some(values, (value) => facts.containsSecret(value))],
  ];
  if (answers.some(([, answer]) => answer === undefined)) return undefined;
  return answers.flatMap(([reason, answer]) => (answer === true ? [reason] : []));
}

function isText(role: ArgumentRole | undefined): boolean {
  return role === undefined || role === "prose" || role === "name";
}

type Ask<T> = (value: T) => boolean | undefined;

function some<T>(values: readonly T[], ask: Ask<T>): boolean | undefined {
  const answers = values.map(ask);
  return answers.includes(undefined) ? undefined : answers.includes(true);
}

function every<T>(values: readonly T[], ask: Ask<T>): boolean | undefined {
  const answers = values.map(ask);
  return answers.includes(undefined) ? undefined : !answers.includes(false);
}

function not(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}
