import { withAuthority } from "@ambit/langchain/testing";
import assert from "node:assert/strict";
import { type Case, interleave, type Timed } from "../measure/interleave.ts";
import { SHA256, sha256 } from "../measure/sha256.ts";
import { atMost, type Bench, type Effort, ops, type Row } from "../row.ts";
import { REQUEST, withInstance } from "../world/instance.ts";
import { NOTE_WITH_SLASH, noteCall, noteTool } from "../world/note-tool.ts";

const PEER = "the same tool without Ambit";
const RULING = { memory: 30, file: 60 } as const;

/** What Ambit adds to `tool.invoke`: subject and one actor, 1 KB of arguments, ten rules. */
export const call: Bench = {
  name: "call",
  summary: "added to tool.invoke, against the same tool without Ambit",
  async run(effort: Effort): Promise<readonly Row[]> {
    await assertDecisions();
    const bare: Case = (timed) => {
      const tool = noteTool();
      return timed(() => tool.invoke(noteCall()));
    };
    const cases = {
      bare,
      sha256,
      memory: guarded("memory"),
      file: guarded("file"),
      slash: guarded("memory", noteCall(NOTE_WITH_SLASH)),
    };
    const measured = await interleave(cases, { slices: effort.slices, ops: ops(2000, effort) });
    const sha = measured.p50("sha256");
    const common = { bench: "call", unit: "µs" } as const;
    const rows = (["memory", "file", "slash"] as const).flatMap((name) => {
      const added = measured.added(name, "bare");
      const addedRow: Row = {
        ...common,
        case: NAMES[name],
        metric: "added p50",
        value: added,
        peer: SHA256,
        ratio: added / sha,
      };
      return [
        name === "slash" ? addedRow : atMost(RULING[name], addedRow),
        {
          ...common,
          case: NAMES[name],
          metric: "p50",
          value: measured.p50(name),
          peer: PEER,
          ratio: measured.ratio(name, "bare"),
        },
        {
          ...common,
          case: NAMES[name],
          metric: "p99",
          value: measured.p99(name),
          peer: PEER,
          ratio: measured.p99(name) / measured.p99("bare"),
        },
      ];
    });
    const plain: Row = {
      ...common,
      case: "without Ambit",
      metric: "p50",
      value: measured.p50("bare"),
      peer: SHA256,
      ratio: measured.p50("bare") / sha,
    };
    return [plain, ...rows];
  },
};

const NAMES = {
  memory: "ledger in memory",
  file: "ledger as JSON Lines",
  slash: "ledger in memory, a slash in the prose",
} as const;

function guarded(ledger: "memory" | "file", input = noteCall()): Case {
  return (timed: Timed) =>
    withInstance(ledger, async (ambit) => {
      const tool = noteTool();
      ambit.tools([tool]);
      await withAuthority({ ...REQUEST, ambit, agent: "clerk" }, () => timed(() => tool.invoke(input)));
    });
}

async function assertDecisions(): Promise<void> {
  await withInstance("memory", async (ambit) => {
    const tool = noteTool();
    ambit.tools([tool]);
    const allowed: unknown = await withAuthority({ ...REQUEST, ambit, agent: "clerk" }, () =>
      tool.invoke(noteCall()),
    );
    assert.equal((allowed as { content: unknown }).content, '{"id":"n-1042"}');
    const denied: unknown = await tool.invoke(noteCall());
    assert.match(String((denied as { content: unknown }).content), /AMBIT-D101/u);
  });
}
