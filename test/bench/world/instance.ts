import { type Ambit, createAmbit, type RunRequest } from "@ambit/langchain";
import { memoryLedger } from "@ambit/ledger";
import { join } from "node:path";
import { mkdirSync } from "node:fs";
import { inFolder, writePolicy } from "./folder.ts";
import { notePolicy } from "./note-policy.ts";

/** As many rules as the policy of a small team has. */
export const RULES = 10;

/** A request whose budget no measurement spends. */
export const REQUEST: RunRequest = {
  subject: "user:ann",
  purpose: "work/notes",
  goal: "Write down what the customer said",
  budget: { calls: 1e9, writes: 1e9, denials: 1e9 },
  ttl: "1h",
};

/** Calls `fn` with an instance over a policy folder, as applications have it, and the ledger that is named. */
export function withInstance<T>(ledger: "memory" | "file", fn: (ambit: Ambit) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const policy = join(folder, "policy");
    mkdirSync(policy);
    writePolicy(policy, notePolicy(RULES));
    const where = ledger === "memory" ? memoryLedger() : join(folder, "ledger");
    const ambit = await createAmbit({ policy, ledger: where });
    try {
      return await fn(ambit);
    } finally {
      ambit.close();
    }
  });
}
