import { createGate, currentFrame, type Frame, type Gate, type HostCall, inFrame } from "@ambit/gate";
import { memoryLedger } from "@ambit/ledger";
import { loadPolicy } from "@ambit/policy";
import assert from "node:assert/strict";
import { type Case, interleave, type Timed } from "../measure/interleave.ts";
import { SHA256, sha256 } from "../measure/sha256.ts";
import { atMost, type Bench, type Effort, ops, type Row } from "../row.ts";
import { REQUEST, RULES } from "../world/instance.ts";
import { notePolicy } from "../world/note-policy.ts";
import { NOTE } from "../world/note-tool.ts";

/** µs. */
const MOST = 20;

/** What each edge costs, with its record in a ledger in memory. */
export const edge: Bench = {
  name: "edge",
  summary: "open, delegate; branch and retry as what they add to a decided call",
  async run(effort: Effort): Promise<readonly Row[]> {
    await assertEdges();
    const cases = {
      sha256,
      open,
      delegate,
      call: calls(plain),
      branch: calls(sibling),
      retry: calls(again()),
    };
    const measured = await interleave(cases, { slices: effort.slices, ops: ops(1500, effort) });
    const sha = measured.p50("sha256");
    const row = (name: string, metric: string, value: number): Row =>
      atMost(MOST, {
        bench: "edge",
        case: name,
        metric,
        value,
        unit: "µs",
        peer: SHA256,
        ratio: value / sha,
      });
    return [
      row("open: run and first agent", "p50", measured.p50("open")),
      row("delegate: second agent", "p50", measured.p50("delegate")),
      row("branch: one of two calls of a turn", "added p50", measured.added("branch", "call")),
      row("retry: the same call again", "added p50", measured.added("retry", "call")),
    ];
  },
};

async function withGate<T>(
  fn: (gate: Gate, ledger: ReturnType<typeof memoryLedger>) => Promise<T>,
): Promise<T> {
  const ledger = memoryLedger();
  return fn(createGate({ policy: await loadPolicy(notePolicy(RULES)), ledger }), ledger);
}

const open: Case = (timed) =>
  withGate((gate) =>
    timed(async () => {
      const root = await gate.open(REQUEST);
      await inFrame(root, () => gate.enterAgent("clerk"));
    }),
  );

const delegate: Case = (timed) =>
  withGate((gate) => asClerk(gate, () => timed(() => gate.enterAgent("helper"))));

function calls(host: () => HostCall): Case {
  return (timed: Timed) =>
    withGate((gate) => asClerk(gate, () => timed(() => gate.guard(host(), () => "written"))));
}

const plain = (): HostCall => ({ tool: "note", args: NOTE, callId: "call-1" });
const sibling = (): HostCall => ({ ...plain(), siblings: 2 });

/** The host runs the same task again: attempt 2 and so on. */
function again(): () => HostCall {
  return () => ({ ...plain(), task: "task-1" });
}

function asClerk<T>(gate: Gate, fn: (frame: Frame) => Promise<T>): Promise<T> {
  return gate.run(REQUEST, async () =>
    inFrame(await gate.enterAgent("clerk"), () => fn(currentFrame() as Frame)),
  );
}

/** Each edge is what its name says: it leaves a record, and the call behind it is allowed. */
async function assertEdges(): Promise<void> {
  await withGate(async (gate, ledger) => {
    await asClerk(gate, async () => {
      await gate.enterAgent("helper");
      const retry = again();
      for (const host of [plain(), sibling(), retry(), retry()]) {
        assert.equal((await gate.guard(host, () => "written")).kind, "ran");
      }
    });
    const edges = ledger.records().flatMap((record) => (record.type === "edge" ? [record.edge] : []));
    assert.deepEqual(edges, ["open", "delegate", "branch", "retry"]);
  });
}
