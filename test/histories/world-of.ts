import { defaultModel, edgeModel, loadPolicy, PolicyError, type PolicySnapshot } from "@ambit/policy";
import { chanceOf } from "./chance-of.ts";
import { generateTable } from "./generate-table.ts";
import type { Table } from "./reference/rules.ts";
import { MANIFEST, rowsOf } from "./rows.ts";

/** A policy as a table for the reference, and compiled for the product. */
export interface World {
  readonly table: Table;
  readonly policy: PolicySnapshot;
}

/** The first random policy of a seed and number that the linter lets through. */
export async function worldOf(seed: number, group: number): Promise<World> {
  const chance = chanceOf(~seed, group);
  for (;;) {
    const table = generateTable(chance);
    try {
      return { table, policy: await compile(table) };
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
    }
  }
}

function compile(table: Table): Promise<PolicySnapshot> {
  const model = table.edges === undefined ? defaultModel : edgeModel;
  return loadPolicy({ model, rules: rowsOf(table), tools: MANIFEST });
}
