import { type Budget, BUDGET_UNITS, type BudgetUnit } from "@ambit/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Counter } from "../src/run/counter.ts";

interface Node {
  readonly counter: Counter;
  readonly limit: Budget;
  readonly parent: number | undefined;
}

interface Reservation {
  readonly node: number;
  readonly units: Budget;
}

const arbLimit = fc.record({ calls: fc.nat(6), writes: fc.nat(4) }, { requiredKeys: [] });
const arbUnits = fc.constantFrom<Budget>(
  { calls: 1 },
  { calls: 1, writes: 1 },
  { calls: 2 },
  { modelCalls: 1 },
);
/** Counters by the place of their parent among those before them; the first is the root. */
const arbTree = fc.array(fc.record({ above: fc.nat(), limit: arbLimit }), { minLength: 1, maxLength: 8 });
/** Which counter reserves what, or which open reservation is settled, and how. */
const arbSchedule = fc.array(
  fc.oneof(
    fc.record({ reserve: fc.nat(), units: arbUnits }),
    fc.record({ settle: fc.nat(), keep: fc.boolean() }),
  ),
  { maxLength: 60, size: "large" },
);

function grow(tree: readonly { readonly above: number; readonly limit: Budget }[]): readonly Node[] {
  const nodes: Node[] = [];
  for (const { above, limit } of tree) {
    const parent = nodes.length === 0 ? undefined : above % nodes.length;
    const counter = new Counter(limit, ...(parent === undefined ? [] : [(nodes[parent] as Node).counter]));
    nodes.push({ counter, limit, parent });
  }
  return nodes;
}

/** The node and those above it. */
function chain(nodes: readonly Node[], from: number): readonly number[] {
  const { parent } = nodes[from]!;
  return parent === undefined ? [from] : [from, ...chain(nodes, parent)];
}

/** What is held at a node, by itself and by all below it. */
function held(nodes: readonly Node[], all: readonly Reservation[], at: number): Budget {
  const sum: Record<BudgetUnit, number> = { calls: 0, writes: 0, denials: 0, modelCalls: 0, tokens: 0 };
  for (const { node, units } of all) {
    if (!chain(nodes, node).includes(at)) continue;
    for (const unit of BUDGET_UNITS) sum[unit] += units[unit] ?? 0;
  }
  return sum;
}

function fits(held: Budget, units: Budget, limit: Budget): boolean {
  return BUDGET_UNITS.every((unit) => {
    const wanted = units[unit] ?? 0;
    return wanted === 0 || (held[unit] ?? 0) + wanted <= (limit[unit] ?? Infinity);
  });
}

it("L2: no order in which branches reserve and settle overspends a budget, and what is given back is there again", () => {
  let reserved = 0;
  let refused = 0;
  fc.assert(
    fc.property(arbTree, arbSchedule, (tree, schedule) => {
      const nodes = grow(tree);
      const open: Reservation[] = [];
      const kept: Reservation[] = [];
      // plain comparisons: an assertion for each counter after each event takes a minute
      const wrong: unknown[] = [];
      for (const event of schedule) {
        if ("reserve" in event) {
          const node = event.reserve % nodes.length;
          const { units } = event;
          const all = [...open, ...kept];
          const may = chain(nodes, node).every((at) => fits(held(nodes, all, at), units, nodes[at]!.limit));
          const did = nodes[node]!.counter.reserve(units) === undefined;
          if (did !== may) wrong.push({ node, units, did });
          if (did) open.push({ node, units });
          if (did) reserved += 1;
          else refused += 1;
        } else if (open.length > 0) {
          const [one] = open.splice(event.settle % open.length, 1);
          if (event.keep) kept.push(one!);
          else nodes[one!.node]!.counter.release(one!.units);
        }
        nodes.forEach(({ counter, limit }, at) => {
          const sum = held(nodes, [...open, ...kept], at);
          for (const unit of BUDGET_UNITS) {
            const spent = counter.spent(unit);
            if (spent !== sum[unit] || spent > (limit[unit] ?? Infinity)) wrong.push({ at, unit, spent });
          }
        });
      }
      for (const { node, units } of [...open, ...kept]) nodes[node]!.counter.release(units);
      const left = nodes.flatMap(({ counter }) => BUDGET_UNITS.map((unit) => counter.spent(unit)));
      expect(wrong).toEqual([]);
      expect(left.filter((spent) => spent !== 0)).toEqual([]);
    }),
    { numRuns: 5000 },
  );
  console.log(`counters: 5000 schedules, ${reserved} reservations, ${refused} refusals`);
  expect(Math.min(reserved, refused)).toBeGreaterThan(10_000);
});
