import type { Plan, Step } from "./replay.ts";
import { rowsOf } from "./rows.ts";

/** A failing history as a list of steps, under the rules of its policy. */
export function print({ world, people, evaluation }: Plan, steps: readonly Step[]): string {
  return [
    rowsOf(world.table),
    `${people ? "people" : "nobody"} can be asked; evaluation ${evaluation}`,
    ...steps.map(line),
  ].join("\n");
}

function line({ id, operation, seat, reference, product }: Step): string {
  const { kind, ...rest } = operation;
  const about = Object.entries(rest)
    .filter(([name]) => name !== "at")
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const where = seat < 0 ? [] : [`in #${seat}`];
  const came = reference === product ? reference : `${product}, where the reference says: ${reference}`;
  return `#${id} ${[kind, ...where, ...about].join(" ")} -> ${came}`;
}
