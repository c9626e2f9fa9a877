import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaultModel } from "@ambit/policy";
import { vi } from "vitest";
import { runProgram } from "../src/command/program.ts";
import { temporaryFolder } from "./ledger-folder.ts";

const RULES = `p, S1, support, crm.get, read, crm://orders/**, 0..2, support, *, true, allow, none
p, S2, support, crm.refund, refund, crm://orders/**, 0..2, support, 0..1, args.amount <= 100, allow, none
p, S3, lead, crm.refund, refund, crm://orders/**, 0..2, support, 0..1, args.amount <= 1000 && env.hour < 18, allow, approve:finance
p, D1, anyone, *, *, crm://orders/frozen/**, *, *, *, true, deny, none
g, user:alice, support
g, user:alice, lead
g, bot, support
g, support, anyone
`;
const TOOLS = `
crm.get: { action: read, effect: read, sensitivity: 1, resources: ["crm://orders/{args.id/}"] }
crm.refund:
  action: refund
  effect: write
  sensitivity: 2
  resources: ["crm://orders/{args.id/}"]
  args: { id: object, amount: quantity, card: secret }
`;
/** A folder with a small policy for refunds. */
export function policyFolder(rules = RULES, model = defaultModel): string {
  const folder = join(temporaryFolder(), "policy");
  mkdirSync(folder);
  writeFileSync(join(folder, "model.conf"), model);
  writeFileSync(join(folder, "rules.csv"), rules);
  writeFileSync(join(folder, "tools.yaml"), TOOLS);
  return folder;
}

/** What the program printed and how it ended. */
export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `ambit explain` in this process. */
export async function explain(args: readonly string[], color = false): Promise<Told> {
  const out: string[] = [];
  const err = vi.spyOn(console, "error").mockImplementation(() => undefined);
  try {
    const terminal = { print: (text: string) => void out.push(text), color, columns: 100 };
    const code = await runProgram(["explain", ...args], terminal);
    return { code, out: out.join("\n"), err: err.mock.calls.flat().join("\n") };
  } finally {
    err.mockRestore();
  }
}

/** The lines without indentation and columns. */
export function linesOf({ out }: Told): readonly string[] {
  return out.split("\n").map((line) => line.trim().replaceAll(/\s+/gu, " "));
}

/** All of it in one line, however it was wrapped. */
export function flat({ out }: Told): string {
  return out.replaceAll(/\s+/gu, " ");
}
