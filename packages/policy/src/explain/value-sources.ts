import { VALUE_SOURCES, type ValueSource } from "@ambit/core";

import { factsOf } from "../condition/facts.ts";
import { leavesOf } from "../condition/leaves.ts";

/** The places that the values of an argument come from, the best first; none where nobody knows. */
export function valueSources(value: unknown, path: string, env: unknown): readonly ValueSource[] {
  const facts = factsOf(env);
  const found = new Set<ValueSource | undefined>();
  try {
    for (const leaf of leavesOf(value, path)) found.add(facts.from?.(leaf));
  } catch {
    return []; // the clause itself tells what is wrong
  }
  return VALUE_SOURCES.filter((place) => found.has(place));
}
