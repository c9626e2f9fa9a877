import { chanceOf } from "./chance-of.ts";
import { generate } from "./generate.ts";
import type { Operation } from "./operation.ts";
import { type World, worldOf } from "./world-of.ts";

/** What happened: operations in a world, with or without people who can be asked. */
export interface History {
  readonly world: World;
  readonly people: boolean;
  /** Whether answers of the policy are used again; no result may tell. */
  readonly evaluation: "every-call" | "per-task";
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
    return {
      world: this.#world.made,
      people: chance.next() < 0.6,
      evaluation: chance.next() < 0.3 ? "per-task" : "every-call",
      operations: generate(chance),
    };
  }
}
