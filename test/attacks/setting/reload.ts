import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ambit, type AmbitOptions, createAmbit } from "@ambit/langchain";
import { type ChainedRecord, memoryLedger } from "@ambit/ledger";
import { defaultModel } from "@ambit/policy";
import { onTestFinished } from "vitest";
import { POLICY } from "../policy.ts";

export const WIDER = POLICY.rules.replace("g2, open, free", "g2, open, free\ng2, shut, free");

interface Desk {
  readonly ambit: Ambit;
  readonly put: (rules: string, tools?: string) => void;
  readonly file: string;
  readonly of: <T extends ChainedRecord["type"]>(type: T) => readonly Extract<ChainedRecord, { type: T }>[];
}

export async function desk(options: Partial<AmbitOptions> = {}): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "ambit-attack-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const put = (rules: string, tools = JSON.stringify(POLICY.tools)): void => {
    writeFileSync(join(folder, "model.conf"), defaultModel);
    writeFileSync(join(folder, "rules.csv"), rules);
    writeFileSync(join(folder, "tools.yaml"), tools);
  };
  put(POLICY.rules);
  const ledger = memoryLedger();
  const ambit = await createAmbit({ policy: folder, ledger, ...options });
  const of: Desk["of"] = (type) => ledger.records().filter((record) => record.type === type) as never;
  return { ambit, put, file: join(folder, "rules.csv"), of };
}
