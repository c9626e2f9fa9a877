import { STAGES, type Stage } from "@ambit/core";
import { expect, it } from "vitest";
import { gateContext } from "../src/options.ts";
import { pipeline, type Stages } from "../src/pipeline.ts";
import { authorize } from "../src/stage/authorize.ts";
import { decide } from "../src/stage/decide.ts";
import { derive } from "../src/stage/derive.ts";
import { execute } from "../src/stage/execute.ts";
import { oblige } from "../src/stage/oblige.ts";
import { record } from "../src/stage/record.ts";
import { openRun } from "../src/run/open.ts";
import { inFrame } from "../src/frame/current.ts";
import { answering, listLedger, request } from "./fixture.ts";

const REAL: Stages = { derive, authorize, decide, oblige, execute, record };

const FAULTS = {
  throws: () => {
    throw new Error("broken");
  },
  hangs: () => new Promise<never>(() => {}),
  "returns garbage": () => ({ allowed: true }),
  "returns nothing": () => undefined,
} as const;

const CODE = {
  throws: "stage_failed",
  hangs: "stage_timeout",
  "returns garbage": "stage_garbage",
  "returns nothing": "stage_garbage",
} as const;

async function withFault(stage: Stage | undefined, fault: keyof typeof FAULTS) {
  const ledger = listLedger();
  const context = gateContext({ policy: answering(), ledger, stageTimeoutMs: 30 });
  const stages = stage === undefined ? REAL : { ...REAL, [stage]: FAULTS[fault] };
  let ran = 0;
  const frame = await openRun(context, request);
  const release = frame.run.hold();
  const outcome = await inFrame(frame, () =>
    Promise.race([
      pipeline(context, {
        host: { tool: "pay", args: { to: "DE01", amount: 1 } },
        body: () => (ran += 1),
        stages,
      }),
      new Promise<"pending">((resolve) => setTimeout(() => resolve("pending"), 200)),
    ]),
  );
  release();
  return { outcome, ran, records: ledger.records.filter(({ type }) => type === "decision") };
}

it("L4: with real stages the call runs, so that the matrix below can fail", async () => {
  const { outcome, ran } = await withFault(undefined, "throws");
  expect(ran).toBe(1);
  expect(outcome).toMatchObject({ kind: "ran" });
});

const BEFORE = STAGES.filter((stage) => stage !== "record" && stage !== "execute");
const MATRIX = BEFORE.flatMap((stage) =>
  Object.keys(FAULTS).map((fault) => ({ stage, fault: fault as keyof typeof FAULTS })),
);

it.each(MATRIX)("L4: $stage that $fault ends closed and on record", async ({ stage, fault }) => {
  const { outcome, ran, records } = await withFault(stage, fault);
  expect(ran).toBe(0);
  expect(outcome).toMatchObject({ kind: "denied", denial: { effect: "deny", reason: CODE[fault] } });
  expect(records).toMatchObject([{ effect: "deny", stage, reason: CODE[fault] }]);
});

it.each(Object.keys(FAULTS) as (keyof typeof FAULTS)[])("L4: execute that %s runs nothing", async (fault) => {
  const { outcome, ran } = await withFault("execute", fault);
  expect(ran).toBe(0);
  // a tool may take as long as it likes: nobody can tell a hanging stage from a slow tool
  const kind = typeof outcome === "string" ? outcome : outcome.kind;
  expect(kind).toBe(fault === "hangs" ? "pending" : "denied");
});

it.each(Object.keys(FAULTS) as (keyof typeof FAULTS)[])(
  "L6: record that %s withholds the result",
  async (fault) => {
    const { outcome, ran } = await withFault("record", fault);
    expect(ran).toBe(1);
    expect(outcome).toMatchObject({ kind: "denied", denial: { reason: CODE[fault] } });
  },
);

it("a stage accepts only what the stage before has made", async () => {
  const context = gateContext({ policy: answering(), ledger: listLedger() });
  const frame = await openRun(context, request);
  const attempt = { context, policy: context.policy, id: "a", host: { tool: "pay", args: {} }, frame, at: 0 };
  const derived = await derive(attempt);
  for (const stranger of [Object.assign({}, derived), Object.create(derived as object), {}, undefined]) {
    expect(await authorize(stranger as never)).toMatchObject({ reason: "stage_garbage" });
    expect(await decide(stranger as never)).toMatchObject({ reason: "stage_garbage" });
    expect(await oblige(stranger as never)).toMatchObject({ reason: "stage_garbage" });
    expect(await execute(stranger as never, () => 1)).toMatchObject({ reason: "permit_invalid" });
    expect(await record(stranger as never)).toMatchObject({ reason: "stage_garbage" });
  }
  const authorized = await authorize(derived as never);
  expect(await oblige(authorized as never)).toMatchObject({ reason: "stage_garbage" });
});

it("L1: a permit runs one call once, and a decision issues one permit", async () => {
  const context = gateContext({ policy: answering(), ledger: listLedger() });
  const frame = await openRun(context, request);
  const host = { tool: "pay", args: { to: "DE01" } };
  let ran = 0;
  await inFrame(frame, async () => {
    const derived = await derive({ context, policy: context.policy, id: "a", host, frame, at: 0 });
    const decided = await decide((await authorize(derived as never)) as never);
    const permit = await oblige(decided as never);
    const body = () => {
      ran += 1;
      throw new Error("the tool's own");
    };
    expect(await execute(permit as never, body)).toMatchObject({ parts: { status: "error" } });
    expect(await execute(permit as never, body)).toMatchObject({ reason: "permit_invalid" });
    expect(await oblige(decided as never)).toMatchObject({ reason: "permit_invalid" });
  });
  expect(ran).toBe(1);
});
