import { monitorEventLoopDelay } from "node:perf_hooks";
import { collectGarbage } from "../measure/weigh.ts";
import { type Effort, ops, type Row } from "../row.ts";
import { INPUT, turnsOf } from "../world/hosts.ts";
import { noteTool } from "../world/note-tool.ts";
import { ScriptedModel } from "@ambit/testkit/model";
import type { Ambit } from "@ambit/langchain";
import { createAgent } from "langchain";
import { setImmediate } from "node:timers/promises";
import { REQUEST, withInstance } from "../world/instance.ts";

const RUNS = 1000;
const CALLS = 20;
const BESIDE = 5;

/** What many runs at once take: of memory while they are at work, and of the event loop. */
export async function crowdRows(effort: Effort): Promise<readonly Row[]> {
  const runs = ops(RUNS, effort);
  const bare = agentOf();
  const without = await crowd(runs, () => bare.invoke(input()));
  const guarded = await withInstance("memory", async (ambit) => {
    const agent = ambit.protect(agentOf(ambit), { agent: "clerk" });
    return crowd(runs, () => ambit.run(REQUEST, () => agent.invoke(input())));
  });
  const row = {
    bench: "guard",
    case: `${runs} runs at once, ${CALLS} calls each`,
    peer: "the same without Ambit",
  } as const;
  return [
    { ...row, metric: "time", value: guarded.took, unit: "ms", ratio: guarded.took / without.took },
    {
      ...row,
      metric: "heap at most, above what was there",
      value: guarded.heap,
      unit: "MB",
      ratio: guarded.heap / without.heap,
    },
    {
      ...row,
      metric: "event loop delay p99",
      value: guarded.delay,
      unit: "ms",
      ratio: guarded.delay / without.delay,
    },
  ];
}

/** A model that answers after a turn of the event loop, as one behind a network does: else nothing else would have its turn. */
class Remote extends ScriptedModel {
  override async _generate(
    ...asked: Parameters<ScriptedModel["_generate"]>
  ): ReturnType<ScriptedModel["_generate"]> {
    await setImmediate();
    return super._generate(...asked);
  }
}

function agentOf(ambit?: Ambit) {
  return createAgent({
    model: new Remote(turnsOf(CALLS, BESIDE)),
    tools: [noteTool()],
    middleware: ambit === undefined ? [] : [ambit.middleware()],
  });
}

const input = (): { messages: { role: string; content: string }[] } => ({ messages: [...INPUT.messages] });

interface Crowd {
  /** Milliseconds. */
  readonly took: number;
  /** MB. */
  readonly heap: number;
  /** Milliseconds. */
  readonly delay: number;
}

async function crowd(runs: number, run: () => Promise<unknown>): Promise<Crowd> {
  for (let index = 0; index < 20; index++) await run();
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().heapUsed)), 20);
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const start = performance.now();
  await Promise.all(Array.from({ length: runs }, run));
  const took = performance.now() - start;
  loop.disable();
  clearInterval(watch);
  return { took, heap: (most - before) / 1e6, delay: loop.percentile(99) / 1e6 };
}
