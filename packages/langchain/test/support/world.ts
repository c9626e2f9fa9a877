import type { LedgerPort } from "@ambit/core";
import { type ChainedRecord, memoryLedger } from "@ambit/ledger";
import { defaultModel } from "@ambit/policy";
import { type Ambit, type AmbitOptions, createAmbit } from "../../src/index.ts";

/** Alice and the agents `bot` and `helper` may use everything but `forbidden`; `guarded` needs an approval. */
const RULES = `
p, R1, staff, basic,   *, **, *, *, *, true, allow, none
p, R2, staff, guarded, *, **, *, *, *, true, allow, approve:boss
p, R3, staff, fresh,   *, **, *, *, *, true, allow, intent:fresh
g, user:alice, staff
g, user:bob, staff
g, bot, staff
g, helper, staff
g2, echo, basic
g2, outer, basic
g2, inner, basic
g2, ask_helper, basic
g2, slow, basic
g3, support/refund, support
g3, sales, sales
`;

const READ = { action: "read", effect: "read", sensitivity: "public" };

export const TOOLS: Readonly<Record<string, object>> = {
  echo: READ,
  outer: READ,
  inner: READ,
  slow: READ,
  ask_helper: READ,
  guarded: READ,
  fresh: READ,
  forbidden: READ,
};

export interface World {
  readonly ambit: Ambit;
  readonly records: () => readonly ChainedRecord[];
  /** The records of one type. */
  readonly of: <T extends ChainedRecord["type"]>(type: T) => readonly Extract<ChainedRecord, { type: T }>[];
}

export const ALICE = { subject: "user:alice", purpose: "support", goal: "help" } as const;

export async function world(options: Partial<AmbitOptions> = {}): Promise<World> {
  const ledger = memoryLedger();
  const policy = { model: defaultModel, rules: RULES, tools: TOOLS };
  const ambit = await createAmbit({ policy, ledger: ledger as LedgerPort, ...options });
  const of: World["of"] = (type) => ledger.records().filter((record) => record.type === type) as never;
  return { ambit, records: () => ledger.records(), of };
}
