import { createGate, currentFrame, type Frame, type Gate, type HostCall, inFrame } from "@ambit/gate";
import { memoryLedger } from "@ambit/ledger";
import { loadPolicy } from "@ambit/policy";
import assert from "node:assert/strict";
import { type Case, interleave } from "../measure/interleave.ts";
import { SHA256, sha256 } from "../measure/sha256.ts";
import { atMost, type Bench, type Effort, ops, type Row } from "../row.ts";
import { REQUEST, RULES } from "../world/instance.ts";
import { notePolicy } from "../world/note-policy.ts";
import { NOTE } from "../world/note-tool.ts";
import { benignRows } from "./benign.ts";
import { memoryRows } from "./run-memory.ts";

/** µs. */
const MOST = 20;

/** How many edges lie between the run and the frame in which the measured edge begins. */
const DEPTHS = [1, 4, 8] as const;

type Depth = (typeof DEPTHS)[number];
type Kind = "delegate" | "call" | "step" | "branch" | "retry";

/** What each edge costs, with its record in a ledger in memory; what a run keeps; and what good runs lose by retrying. */
export const edges: Bench = {
  name: "edges",
  summary: "open, delegate; step, branch and retry as what they add to a decided call; memory; benign runs",
  async run(effort: Effort): Promise<readonly Row[]> {
    await assertEdges();
    return [...(await timeRows(effort)), ...(await memoryRows(effort)), ...(await benignRows())];
  },
};

async function timeRows(effort: Effort): Promise<readonly Row[]> {
  const deep = DEPTHS.flatMap((depth) => KINDS.map((kind) => [`${kind}@${depth}`, at(depth, kind)] as const));
  const cases: Record<string, Case> = { sha256, open, ...Object.fromEntries(deep) };
  const measured = await interleave(cases, { slices: effort.slices, ops: ops(1500, effort) });
  const sha = measured.p50("sha256");
  const row = (name: string, metric: string, value: number): Row =>
    atMost(MOST, { bench: "edges", case: name, metric, value, unit: "µs", peer: SHA256, ratio: value / sha });
  const added = (kind: Kind, depth: Depth): number => measured.added(`${kind}@${depth}`, `call@${depth}`);
  return [
    row("open: run and first agent", "p50", measured.p50("open")),
    ...DEPTHS.flatMap((depth) => [
      row(`delegate: second agent, depth ${depth}`, "p50", measured.p50(`delegate@${depth}`)),
      row(`step: a declared purpose, depth ${depth}`, "added p50", added("step", depth)),
      row(`branch: one of two calls of a turn, depth ${depth}`, "added p50", added("branch", depth)),
      row(`retry: the same call again, depth ${depth}`, "added p50", added("retry", depth)),
    ]),
  ];
}

type Do = (gate: Gate) => unknown;

const plain = (): HostCall => ({ tool: "note", args: NOTE, callId: "call-1" });
const guard =
  (more: Partial<HostCall>): Do =>
  (gate) =>
    gate.guard({ ...plain(), ...more }, () => "written");

/** The place whose step declares a purpose below the run's. */
const DECLARING = "declaring";

const DO: Readonly<Record<Kind, Do>> = {
  delegate: (gate) => gate.enterAgent("helper"),
  call: guard({}),
  step: guard({ place: DECLARING, callId: "declared", fromModel: true }),
  branch: guard({ siblings: 2 }),
  // the host runs the same task again: attempt 2 and so on
  retry: guard({ task: "task-1" }),
};
const KINDS = Object.keys(DO) as readonly Kind[];

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

function at(depth: Depth, kind: Kind): Case {
  return (timed) => withGate((gate) => atDepth(gate, depth, () => timed(() => DO[kind](gate))));
}

/** In the frame of an agent, one edge below the run; or in the bodies of calls that are branches, one edge each. */
async function atDepth(gate: Gate, depth: number, fn: () => Promise<unknown>): Promise<void> {
  const deeper = async (left: number): Promise<unknown> => {
    if (left > 0) return gate.guard({ ...plain(), siblings: 2 }, () => deeper(left - 1));
    await gate.declareStep({
      place: DECLARING,
      messageId: "message-1",
      callIds: ["declared"],
      source: "planner",
      declared: { purpose: `${REQUEST.purpose}/short`, goal: "Write it down" },
    });
    return fn();
  };
  await gate.run(REQUEST, async () => inFrame(await gate.enterAgent("clerk"), () => deeper(depth - 1)));
}

/** Each edge is what its name says: it leaves a record, one link more, and the call behind it is allowed. */
async function assertEdges(): Promise<void> {
  for (const depth of DEPTHS) {
    await withGate(async (gate, ledger) => {
      await atDepth(gate, depth, async () => {
        assert.equal(currentFrame()?.grant.links.length, depth + 1);
        const before = ledger.records().length;
        for (const kind of [...KINDS, "retry"] as const) await allowed(gate, kind);
        const made = ledger.records().slice(before);
        const found = made.flatMap((record) => (record.type === "edge" ? [record.edge] : []));
        assert.deepEqual(found, ["delegate", "step", "branch", "retry"]);
      });
    });
  }
}

async function allowed(gate: Gate, kind: Kind): Promise<void> {
  const done = (await DO[kind](gate)) as Frame | { readonly kind: string };
  if ("kind" in done) assert.equal(done.kind, "ran");
}
