import assert from "node:assert/strict";
import { type Case, interleave } from "../measure/interleave.ts";
import { atMost, type Bench, type Effort, ops, type Row } from "../row.ts";
import { HOSTS, INPUT, turnsOf } from "../world/hosts.ts";
import { REQUEST, withInstance } from "../world/instance.ts";
import { crowdRows } from "./crowd.ts";
import { leakRows } from "./leak.ts";

/** An agent run with one tool call costs at most this much more, in percent. */
const MOST = 3;
/** Calls of a long run: what one more costs is a share of the difference. */
const MANY = 9;

/** What Ambit adds to whole agents of each host, to many at once, and over very many runs. */
export const guard: Bench = {
  name: "guard",
  summary: "added per agent run and per tool call, against the same agent without Ambit; crowds and leaks",
  async run(effort: Effort): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (const host of Object.keys(HOSTS)) rows.push(...(await hostRows(host, effort)));
    return [...rows, ...(await crowdRows(effort)), ...(await leakRows(effort))];
  },
};

async function hostRows(host: string, effort: Effort): Promise<readonly Row[]> {
  await assertDecisions(host);
  const cases = {
    bare1: bare(host, 1),
    guarded1: guarded(host, 1),
    bareN: bare(host, MANY),
    guardedN: guarded(host, MANY),
  };
  const measured = await interleave(cases, { slices: effort.slices, ops: ops(60, effort) });
  const row = { bench: "guard", case: host, peer: "the same agent without Ambit" } as const;
  const ratio = measured.ratio("guarded1", "bare1");
  const once = measured.added("guarded1", "bare1");
  const often = measured.added("guardedN", "bareN");
  const perCall = (measured.p50("bareN") - measured.p50("bare1")) / (MANY - 1);
  return [
    atMost(MOST, {
      ...row,
      metric: "added to a run of one call",
      value: (ratio - 1) * 100,
      unit: "%",
      ratio,
    }),
    { ...row, metric: "added to a run of one call", value: once, unit: "µs" },
    {
      ...row,
      metric: "added to each further call",
      value: (often - once) / (MANY - 1),
      unit: "µs",
      ratio: 1 + (often - once) / (MANY - 1) / perCall,
    },
  ];
}

function bare(host: string, calls: number): Case {
  return (timed) => {
    const agent = HOSTS[host]?.(turnsOf(calls));
    return timed(() => agent?.invoke(INPUT));
  };
}

function guarded(host: string, calls: number): Case {
  return (timed) =>
    withInstance("memory", (ambit) => {
      const agent = HOSTS[host]?.(turnsOf(calls), ambit);
      return timed(() => ambit.run(REQUEST, () => agent?.invoke(INPUT)));
    });
}

async function assertDecisions(host: string): Promise<void> {
  await withInstance("memory", async (ambit) => {
    const agent = HOSTS[host]?.(turnsOf(1), ambit);
    const answer = async (): Promise<unknown> => {
      const state = (await agent?.invoke(INPUT)) as { messages: readonly { content: unknown }[] } | undefined;
      return state?.messages.at(-2)?.content;
    };
    assert.equal(await ambit.run(REQUEST, answer), '{"id":"n-1042"}');
    assert.match(String(await answer()), /AMBIT-D101/u);
  });
}
