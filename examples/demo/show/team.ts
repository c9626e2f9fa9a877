import type { TeamReport } from "../team/run.ts";
import type { Model } from "./model.ts";
import { showFacts } from "./facts.ts";
import { entry, title } from "./text.ts";

/** The second part of the demo. */
export function showTeam({ task, facts }: TeamReport, { model, isDue }: Model): string {
  return [
    title("2  A team on a real MCP file server: authority shrinks along every edge"),
    entry("model", model ?? "three scripted ones: lead, researcher, writer"),
    entry("user", task.request),
    showFacts(facts, {
      isDue,
      headings: {
        lead: "The lead: may hand writing on, may not write",
        edges: "What the edges took away",
        researcher: "The researcher: reads notes and what is private, writes nothing",
        writer: "The writer: writes into report/, reads nothing private",
        disk: "The disk",
      },
    }),
  ].join("\n");
}
