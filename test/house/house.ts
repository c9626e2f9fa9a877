import { type Ambit, type AmbitOptions, createAmbit } from "@ambit/langchain";
import { type ChainedRecord, memoryLedger } from "@ambit/ledger";
import { defaultModel } from "@ambit/policy";

/** A policy under test: these rules and tools, with the default agent model unless another one is given. */
export interface Rules {
  readonly model?: string;
  readonly rules: string;
  readonly tools: Readonly<Record<string, object>>;
}

/** An Ambit instance on a memory ledger, and what was recorded. */
export interface House {
  readonly ambit: Ambit;
  readonly of: <T extends ChainedRecord["type"]>(type: T) => readonly Extract<ChainedRecord, { type: T }>[];
}

export async function house(
  { model = defaultModel, rules, tools }: Rules,
  options: Partial<AmbitOptions> = {},
): Promise<House> {
  const ledger = memoryLedger();
  const ambit = await createAmbit({ policy: { model, rules, tools }, ledger, ...options });
  return { ambit, of: (type) => ledger.records().filter((record) => record.type === type) as never };
}

export const READ = { action: "read", effect: "read", sensitivity: "public" } as const;
export const WRITE = { action: "write", effect: "write", sensitivity: "internal" } as const;
