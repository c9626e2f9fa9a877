import type { ReplayTurn } from "../model/replay.ts";
import type { Member, TeamTask } from "./task.ts";

/** Ids of the scripted calls that the facts are about. */
export const CALLS = {
  leadWrites: "lead-writes-itself",
  research: "lead-asks-researcher",
  writing: "lead-asks-writer",
  misspelt: "researcher-misspells",
  corrected: "researcher-corrects",
  private: "researcher-reads-private",
  researcherWrites: "researcher-writes",
  noFolder: "writer-misses-folder",
  elsewhere: "writer-retries-elsewhere",
  named: "writer-retries-as-asked",
  writerPrivate: "writer-reads-private",
  dots: "writer-uses-dots",
  outside: "writer-goes-outside",
} as const;

/** What the models of the team do, turn by turn; like any recording it does not react to denials. */
export function teamScript({ report, outside }: TeamTask): Readonly<Record<Member, readonly ReplayTurn[]>> {
  const write = (id: string, path: string, content: string): NonNullable<ReplayTurn["calls"]>[number] => ({
    id,
    name: "write_file",
    args: { path, content },
  });
  const read = (id: string, path: string): NonNullable<ReplayTurn["calls"]>[number] => ({
    id,
    name: "read_text_file",
    args: { path },
  });
  return {
    lead: [
      { calls: [write(CALLS.leadWrites, report, "I would rather do it myself.\n")] },
      {
        calls: [
          {
            id: "lead-declares",
            name: "declare_intent",
            args: { purpose: "brief", goal: "Let researcher and writer work at the same time" },
          },
          {
            id: CALLS.research,
            name: "ask_researcher",
            args: { task: "What do our notes and customers say?" },
          },
          { id: CALLS.writing, name: "ask_writer", args: { task: `Write the brief into ${report}.` } },
        ],
      },
      { text: `The brief is in ${report}.` },
    ],
    researcher: [
      { calls: [{ id: "researcher-lists", name: "list_directory", args: { path: "notes" } }] },
      { calls: [read(CALLS.misspelt, "notes/markets.md")] },
      { calls: [read(CALLS.corrected, "notes/market.md")] },
      { calls: [read(CALLS.private, "private/customers.md")] },
      { calls: [write(CALLS.researcherWrites, report, "A researcher's version.\n")] },
      { text: "Repairs grow by a third, and the three largest customers want a repair contract." },
    ],
    writer: [
      { calls: [write(CALLS.noFolder, "report/2026/brief.md", REPORT)] },
      { calls: [write(CALLS.elsewhere, "report/README.md", REPORT)] },
      { calls: [write(CALLS.named, report, REPORT)] },
      {
        calls: [
          read(CALLS.writerPrivate, "private/customers.md"),
          write(CALLS.dots, "report/../notes/market.md", "Rewritten.\n"),
          write(CALLS.outside, outside, "Out of bounds.\n"),
        ],
      },
      { text: "Done." },
    ],
  };
}

/** What the writer writes. */
export const REPORT = "# Brief\n\nRepairs carry the growth; new sales are flat.\n";
