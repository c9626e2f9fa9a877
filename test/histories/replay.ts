import type { History } from "./history.ts";
import { memberOf, type Operation, type Placed, type Result } from "./operation.ts";
import { type GateModule, Product } from "./product.ts";
import { Reference } from "./reference/reference.ts";
import { PURPOSES } from "./world.ts";

/** A step of a history that was carried out on both sides. */
export interface Step extends Placed {
  readonly reference: Result;
  readonly product: Result;
}

/** Operations to carry out; without a seat they pick one of those that there are. */
export type Planned = Pick<Placed, "id" | "operation"> & Partial<Pick<Placed, "seat">>;

/** A history whose seats may be fixed already. */
export interface Plan extends Omit<History, "operations"> {
  readonly planned: readonly Planned[];
}

export function planOf({ operations, ...rest }: History): Plan {
  return { ...rest, planned: operations.map((operation, id) => ({ id, operation })) };
}

/** The last step is the first on which the two differ, or else the last one that there was. */
export async function replay(
  { world, people, evaluation, planned }: Plan,
  gate?: GateModule,
): Promise<readonly Step[]> {
  const reference = new Reference({ table: world.table, people, purposes: PURPOSES });
  const product = new Product(
    world.policy,
    gate === undefined ? { people, evaluation } : { people, evaluation, gate },
  );
  const places = new Places();
  const steps: Step[] = [];
  for (const { id, operation, seat: fixed } of planned) {
    const seat = places.pick(operation, fixed);
    if (seat === undefined) continue;
    const placed = { id, operation, seat };
    if (reference.waits(placed)) continue;
    const expected = reference.apply(placed);
    const step = { ...placed, reference: expected, product: await product.apply(placed) };
    steps.push(step);
    if (differs(step)) break;
    places.note(step);
  }
  await product.dispose();
  return steps;
}

export function differs({ reference, product }: Step): boolean {
  return reference !== product;
}

/** Where operations can happen: seats, and calls that run or wait for an answer. */
class Places {
  readonly #seats: number[] = [];
  readonly #bodies: number[] = [];
  readonly #running: number[] = [];
  readonly #asking: number[] = [];

  /** The seat of an operation, or its call; undefined where there is none. */
  pick(operation: Operation, fixed: number | undefined): number | undefined {
    if (!("at" in operation)) return -1;
    const from = this.#from(operation);
    if (fixed !== undefined) return from.includes(fixed) ? fixed : undefined;
    return from[Math.min(from.length - 1, Math.floor(biased(operation) * from.length))];
  }

  note({ id, operation, seat, reference }: Step): void {
    if (operation.kind === "finish") remove(this.#running, seat);
    if (operation.kind === "answer" && reference !== "ask") remove(this.#asking, seat);
    if (operation.kind === "answer") this.#made(seat, reference === "ask" ? "done" : reference);
    else if (operation.kind !== "burst") this.#made(id, reference);
    else reference.split(" | ").forEach((result, index) => this.#made(memberOf(id, index), result));
  }

  #made(id: number, result: Result): void {
    if (result === "ok" || result === "allow") this.#seats.push(id);
    if (result === "allow") this.#bodies.push(id);
    if (result === "allow") this.#running.push(id);
    if (result === "ask") this.#asking.push(id);
  }

  #from({ kind }: Operation): readonly number[] {
    if (kind === "finish") return this.#running;
    if (kind === "handoff") return this.#bodies;
    return kind === "answer" ? this.#asking : this.#seats;
  }
}

/** Later seats are more often taken: chains grow deep. Goals change where they may: at the top. */
function biased({ kind, at }: Operation & { readonly at: number }): number {
  if (kind === "finish" || kind === "answer") return at;
  return kind === "goal" ? at ** 2 : 1 - at ** 2;
}

function remove(list: number[], member: number): void {
  list.splice(list.indexOf(member), 1);
}
