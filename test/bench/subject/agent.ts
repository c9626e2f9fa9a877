import type { Ambit } from "@ambit/langchain";
import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import assert from "node:assert/strict";
import { type Case, interleave } from "../measure/interleave.ts";
import { atMost, type Bench, type Effort, ops, type Row } from "../row.ts";
import { REQUEST, withInstance } from "../world/instance.ts";
import { NOTE, noteTool } from "../world/note-tool.ts";

const PEER = "the same agent without Ambit";

/** An agent run with one tool call costs at most this much more, in percent. */
const MOST = 3;

/** What Ambit adds to a whole agent run: two model turns, one tool call, the intent inherited. */
export const agent: Bench = {
  name: "agent",
  summary: "added to an agent run with one tool call, against the same agent without Ambit",
  async run(effort: Effort): Promise<readonly Row[]> {
    await assertDecisions();
    const bare: Case = (timed) => {
      const plain = createAgent({ model: model(), tools: [noteTool()] });
      return timed(() => plain.invoke(input()));
    };
    const guarded: Case = (timed) => withInstance("memory", (ambit) => timed(guardedRun(ambit)));
    const sealed: Case = (timed) => withInstance("memory", (ambit) => timed(guardedRun(ambit, [])));
    // many short slices: an agent run takes milliseconds, in which a busy machine drifts
    const plan = { slices: effort.slices * 3, ops: ops(40, effort) };
    const measured = await interleave({ bare, guarded, sealed }, plan);
    const ratio = measured.ratio("guarded", "bare");
    const row = { bench: "agent", case: "one tool call, ledger in memory", peer: PEER } as const;
    return [
      atMost(MOST, { ...row, metric: "added p50", value: (ratio - 1) * 100, unit: "%", ratio }),
      { ...row, metric: "p50", value: measured.p50("guarded"), unit: "µs", ratio },
      { ...row, metric: "added p50", value: measured.added("guarded", "bare"), unit: "µs" },
      {
        ...row,
        case: "the same without middleware",
        metric: "added p50",
        value: measured.added("sealed", "bare"),
        unit: "µs",
        ratio: measured.ratio("sealed", "bare"),
      },
    ];
  },
};

function guardedRun(
  ambit: Ambit,
  middleware = [ambit.middleware()],
): () => Promise<{ messages: readonly { readonly content: unknown }[] }> {
  const made = createAgent({ model: model(), tools: [noteTool()], middleware });
  const clerk = ambit.protect(made, { agent: "clerk" });
  return () => ambit.run(REQUEST, () => clerk.invoke(input()));
}

function model(): ReturnType<typeof scriptedModel> {
  return scriptedModel([{ name: "note", args: NOTE }], "Done.");
}

function input(): { messages: { role: "user"; content: string }[] } {
  return { messages: [{ role: "user", content: "Write down what the customer said" }] };
}

async function assertDecisions(): Promise<void> {
  await withInstance("memory", async (ambit) => {
    const { messages } = await guardedRun(ambit)();
    assert.equal(messages.at(-2)?.content, '{"id":"n-1042"}');
    assert.equal(messages.at(-1)?.content, "Done.");
    const outside = createAgent({ model: model(), tools: ambit.tools([noteTool()]) });
    const denied = await outside.invoke(input());
    assert.match(String(denied.messages.at(-2)?.content), /AMBIT-D101/u);
  });
}
