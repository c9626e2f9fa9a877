import {
  type ArgumentRole,
  CallFacts,
  type CallResult,
  formOf,
  type JsonValue,
  loosen,
  type NamedValues,
  PlaceFinder,
  standsIn,
  ValueIndex,
  Words,
} from "@ambit/core";

type Fields = CallResult["returns"]["fields"];

/** A result of a tool `look`. */
export function result(value: JsonValue, fields: Fields = {}, more: Partial<CallResult> = {}): CallResult {
  const returns = { sensitivity: "public", fields } as const;
  return { args: {}, returns, value, ...more };
}

export function indexOf(...results: readonly CallResult[]): ValueIndex {
  const index = new ValueIndex();
  for (const each of results) index.add(each);
  return index;
}

/** The user's words, and values of the subject. */
function named(said = "", subject: readonly string[] = []): NamedValues {
  const words = new Words(said);
  return {
    byUser: (form) => words.has(form),
    bySubject: (form) => subject.map(formOf).includes(form),
    hostByUser: (host) => words.hasHost(host),
    saidByUser: (passage) => standsIn(loosen(said), passage),
  };
}

/** What is known of the values of one call, `role` being that of each of its arguments. */
export function facts(
  index: ValueIndex,
  { said, subject, role }: { said?: string; subject?: readonly string[]; role?: ArgumentRole } = {},
): CallFacts {
  return new CallFacts(new PlaceFinder(named(said, subject), index.view()), () => role);
}

export const at = (value: string | number | boolean | null): { path: string; value: typeof value } => ({
  path: "to",
  value,
});
