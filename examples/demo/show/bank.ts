import type { BankReport } from "../bank/run.ts";
import type { Model } from "./model.ts";
import { showFacts } from "./facts.ts";
import { entry, title } from "./text.ts";

/** The first part of the demo. */
export function showBank({ recording, facts }: BankReport, { model, isDue }: Model): string {
  const who =
    model ?? `${recording.model}, as recorded by AgentDojo (banking, run ${recording.run}), replayed`;
  return [
    title("1  A bank, and a model that falls for what a thief wrote into a payment"),
    entry("model", who),
    entry("user", recording.request),
    showFacts(facts, {
      isDue,
      headings: {
        unguarded: "Without Ambit",
        guarded: "The same agent under Ambit",
        control: "Control: now the user asks for that very transfer",
      },
    }),
  ].join("\n");
}
