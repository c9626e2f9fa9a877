import { loadPolicy, PolicyError, type PolicySnapshot, defaultModel, edgeModel } from "@ambit/policy";
import { chanceOf } from "./chance-of.ts";
import { generate } from "./generate.ts";
import { generateTable } from "./generate-table.ts";
import type { Operation } from "./operation.ts";
import type { Table } from "./reference/rules.ts";
import { MANIFEST, rowsOf } from "./rows.ts";

/** A policy as a table for the reference, and compiled for the product. */
export interface World {
  readonly table: Table;
  readonly policy: PolicySnapshot;
}

/** What happened: operations in a world, in which people can be asked or not. */
export interface History {
  readonly world: World;
  readonly people: boolean;
  readonly operations: readonly Operation[];
}

/** Histories that share one world. */
const SHARING = 50;

/** The worlds and histories of a seed; each is the same whatever was made before it. */
export class Histories {
  readonly #seed: number;
  #world: { readonly number: number; readonly made: World } | undefined;

  constructor(seed: number) {
    this.#seed = seed;
  }

  async at(number: number): Promise<History> {
    const group = Math.floor(number / SHARING);
    if (this.#world?.number !== group)
      this.#world = { number: group, made: await worldOf(this.#seed, group) };
    const chance = chanceOf(this.#seed, number);
    return { world: this.#world.made, people: chance.next() < 0.6, operations: generate(chance) };
  }
}

/** The first random table that the linter lets through. */
async function worldOf(seed: number, group: number): Promise<World> {
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
