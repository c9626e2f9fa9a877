import { join, relative } from "node:path";
import { type Command, runCommand, type Values } from "../../tools/arguments.ts";
import { ALWAYS as BANK_ALWAYS, type Fact } from "./bank/facts.ts";
import { runBank } from "./bank/run.ts";
import { liveModel } from "./live.ts";
import { showBank } from "./show/bank.ts";
import { showVerdict } from "./show/facts.ts";
import { showLedger, showTraces } from "./show/ledger.ts";
import { showTeam } from "./show/team.ts";
import { ALWAYS as TEAM_ALWAYS } from "./team/facts.ts";
import { runTeam } from "./team/run.ts";

const inDemo = (folder: string): string => relative(process.cwd(), join(import.meta.dirname, folder));
const stamp = new Date().toISOString().slice(0, 19).replaceAll(/\D/gu, "");

const OPTIONS = {
  model: { type: "string", help: "a live model, provider:name, instead of the recorded ones" },
  "policy-bank": { type: "string", help: "the bank's policy", default: inDemo("policy-bank") },
  "policy-team": { type: "string", help: "the team's policy", default: inDemo("policy-team") },
  ledger: { type: "string", help: "where the ledger goes", default: join(".ambit", `demo-${stamp}`) },
} as const;

/** What holds whatever a live model does. */
const ALWAYS: ReadonlySet<string> = new Set([...BANK_ALWAYS, ...TEAM_ALWAYS]);

const COMMAND: Command<typeof OPTIONS> = {
  name: "demo",
  summary: "A bank under attack and a team at work, under Ambit",
  options: OPTIONS,
};

async function demo({ model, ledger, ...policy }: Values<typeof OPTIONS>): Promise<number> {
  const live = model === undefined ? {} : { model: await liveModel(model) };
  const shown = { model, isDue: ({ id }: Fact) => model === undefined || ALWAYS.has(id) };

  const bank = await runBank({ ledger, policy: policy["policy-bank"], ...live });
  console.log(showBank(bank, shown));
  const team = await runTeam({ ledger, policy: policy["policy-team"], ...live });
  console.log(showTeam(team, shown));
  console.log(await showTraces({ bank: bank.guarded.run, team: team.run }, ledger));
  const { text, ok } = await showLedger(ledger);
  console.log(text);

  const facts = [...bank.facts, ...team.facts];
  console.log(showVerdict(facts, shown.isDue));
  return ok && facts.every((fact) => fact.holds || !shown.isDue(fact)) ? 0 : 1;
}

runCommand(COMMAND, demo);
