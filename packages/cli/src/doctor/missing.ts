import type { Coverage } from "@ambit/langchain";
import { lacksEntry, withStarted } from "./faults.ts";
import { guessedEntry } from "./guess/guessed-entry.ts";
import { manifestEntry } from "./manifest-entry.ts";

/** What to add to `tools.yaml` for a tool without an entry. */
export interface MissingEntry {
  readonly tool: string;
  readonly entry: string;
}

/** The entries that the tools of agents lack, once for each name; with `guess` out of what the tools say of themselves. */
export function missingEntries(agents: readonly Coverage[], guess: boolean): readonly MissingEntry[] {
  const lacking = agents.flatMap(withStarted).flatMap(({ tools }) => tools.filter(lacksEntry));
  const byName = new Map(lacking.toReversed().map((tool) => [tool.name, tool]));
  return [...byName.values()]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, facts }) => ({
      tool: name,
      entry: guess ? guessedEntry(name, facts) : manifestEntry(name),
    }));
}
