import { describe, expect, it } from "vitest";
import { chanceOf } from "../chance-of.ts";
import { type World, worldOf } from "../world-of.ts";
import { perform } from "./perform.ts";
import { type Course, rehearse } from "./rehearse.ts";
import { generateGraph, type Team } from "./team.ts";

const GRAPHS = 200;
const SEED = 4;

/** A graph of the seed, with the world in which it plays. */
async function graphAt(number: number) {
  const world = await worldOf(SEED, number);
  const { team, ...graph } = generateGraph(chanceOf(SEED, number));
  return { world, graph: { ...graph, team: buildable(world, team) } };
}

/** A tool that a callee could never use is refused when the team is built: there it is not passed on. */
function buildable({ policy }: Pick<World, "policy">, { passed, callee, ...team }: Team): Team {
  const tools = passed.tools?.filter((tool) => policy.mayReach({ id: team.agent }, tool));
  return {
    ...team,
    passed: tools === undefined ? passed : { ...passed, tools },
    ...(callee === undefined ? {} : { callee: buildable({ policy }, callee) }),
  };
}

describe("real graphs against the reference", { timeout: 300_000 }, () => {
  it("L2: decide as it does, in agents within agents", async () => {
    const seen = new Map<string, number>();
    for (let number = 0; number < GRAPHS; number++) {
      const { world, graph } = await graphAt(number);
      const { ran, ...course } = await perform(world, graph);
      const expected = rehearse(world.table, graph);
      expect({ number, ...plain(course) }).toEqual({ number, ...plain(expected) });
      expect(ran.toSorted()).toEqual(expected.worked.toSorted());
      for (const result of [...expected.entries, ...[...expected.calls.values()].flat()]) {
        seen.set(result, (seen.get(result) ?? 0) + 1);
      }
    }
    console.log(`graphs: ${GRAPHS} passed, ${JSON.stringify(Object.fromEntries(seen))}`);
    expect(RESULTS.filter((result) => (seen.get(result) ?? 0) < 3)).toEqual([]);
  });

  it("show a rule that the reference does not know (canary)", async () => {
    let differing = 0;
    for (let number = 0; number < 20; number++) {
      const { world, graph } = await graphAt(number);
      const rules = world.table.rules.slice(1);
      const expected = rehearse({ ...world.table, rules }, graph);
      const course = await perform(world, graph);
      differing += Number(JSON.stringify(plain(course)) !== JSON.stringify(plain(expected)));
    }
    expect(differing).toBeGreaterThan(3);
  });
});

/** Results that the graphs must reach: what is never decided is not compared. */
const RESULTS: readonly string[] = [
  "ok",
  "allow",
  ...["budget", "edge", "grant", "nobody", "policy"].map((reason) => `deny ${reason}`),
  ...["rejected", "retry_after_denial", "retry_values"].map((reason) => `deny ${reason}`),
  "deny branch_exceeded",
  "refused depth_exceeded",
  "refused open_denied",
];

function plain({ calls, entries }: Course) {
  return { calls: Object.fromEntries(calls), entries };
}
