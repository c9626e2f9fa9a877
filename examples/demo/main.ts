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

const COMMAND: Command<typeof OPTIONS> = {
  name: "demo",
  summary: "A bank under attack and a team at work, under Ambit",
  options: OPTIONS,
};

async function demo(values: Values<typeof OPTIONS>): Promise<number> {
  const { ledger } = values;
  const live = values.model === undefined ? {} : { model: await liveModel(values.model) };

  const bank = await runBank({ ledger, policy: values["policy-bank"], ...live });
  console.log(showBank(bank, values.model));
  const team = await runTeam({ ledger, policy: values["policy-team"], ...live });
  console.log(showTeam(team, values.model));
  console.log(await showTraces([bank.guarded.run, team.run], ledger));
  const { text, ok } = await showLedger(ledger);
  console.log(text);

  const facts = due([...bank.facts, ...team.facts], values.model);
  console.log(showVerdict(facts));
  return ok && facts.every(({ holds }) => holds) ? 0 : 1;
}

/** The facts that must hold: with a live model only those that hold whatever a model does. */
function due(facts: readonly Fact[], live: string | undefined): readonly Fact[] {
  return live === undefined ? facts : facts.filter(({ id }) => BANK_ALWAYS.has(id) || TEAM_ALWAYS.has(id));
}

runCommand(COMMAND, demo);
