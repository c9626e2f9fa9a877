import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AmbitOptions, createAmbit } from "@ambit/langchain";
import { readLedger } from "@ambit/ledger";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import type { Fact } from "../bank/facts.ts";
import { ReplayModel } from "../model/replay.ts";
import { createTeam } from "./agents.ts";
import { teamEvidence, type TeamEvidence, type TeamFiles } from "./evidence.ts";
import { teamFacts } from "./facts.ts";
import { startFileServer } from "./file-server.ts";
import { teamScript } from "./script.ts";
import { type Member, runRequest, type TeamTask, teamTask } from "./task.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

const POLICY: string = fileURLToPath(new URL("../policy-team", import.meta.url));

export type TeamOptions = Pick<AmbitOptions, "engine" | "shadow"> & {
  /** The ledger's folder. */
  readonly ledger: string;
  /** The policy folder; default: the demo's. */
  readonly policy?: string;
  /** A live model instead of the scripted ones; then the facts are what it makes of them. */
  readonly model?: BaseChatModel;
};

export type TeamReport = TeamEvidence & {
  readonly task: TeamTask;
  readonly facts: readonly Fact[];
  /** The lead's last words. */
  readonly answer: string;
  /** Where the ledger of the run can be read. */
  readonly ledger: string;
};

/** Lets the team work on a real MCP file server, and judges the facts by ledger and disk. */
export async function runTeam({ policy = POLICY, model, ...options }: TeamOptions): Promise<TeamReport> {
  const workspace = createWorkspace();
  const task = teamTask(workspace.outside);
  const server = await startFileServer(workspace.folder);
  const ambit = await createAmbit({ policy, ...options });
  try {
    const team = createTeam({ ambit, files: server.tools, models: modelsOf(task, model) });
    const { messages } = await ambit.run(runRequest(task), () =>
      team.invoke({ messages: [{ role: "user", content: task.request }] }),
    );
    const { records } = await readLedger(ambit.ledger.location);
    const evidence = teamEvidence(records, filesOf(workspace, task));
    const answer = messages.at(-1)?.text ?? "";
    return { ...evidence, task, facts: teamFacts(evidence), answer, ledger: ambit.ledger.location };
  } finally {
    ambit.close();
    await server.close();
    workspace.remove();
  }
}

function modelsOf(task: TeamTask, live: BaseChatModel | undefined): Readonly<Record<Member, BaseChatModel>> {
  if (live !== undefined) return { lead: live, researcher: live, writer: live };
  const { lead, researcher, writer } = teamScript(task);
  return {
    lead: new ReplayModel(lead),
    researcher: new ReplayModel(researcher),
    writer: new ReplayModel(writer),
  };
}

/** What stands on the disk after the run. */
function filesOf({ folder, outside }: Workspace, { report }: TeamTask): TeamFiles {
  const textOf = (path: string): string | undefined =>
    existsSync(path) ? readFileSync(path, "utf8") : undefined;
  return {
    report: textOf(join(folder, report)),
    notes: textOf(join(folder, "notes/market.md")),
    outside: textOf(outside),
  };
}
