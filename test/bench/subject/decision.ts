import type { PolicyRequest } from "@ambit/core";
import { loadPolicy, type PolicySnapshot } from "@ambit/policy";
import assert from "node:assert/strict";
import { type Case, interleave, type Measured } from "../measure/interleave.ts";
import { SHA256, sha256 } from "../measure/sha256.ts";
import { atLeast, atMost, type Bench, type Effort, ops, type Row } from "../row.ts";
import { agentPolicy, allowedBy, rotatingCalls } from "../world/agent-policy.ts";
import { type CasbinPeer, casbinPeer } from "../world/casbin-peer.ts";
import { loadRows } from "./load.ts";

const PEER = "casbin enforceEx";
const SIZES = [10, 1000, 10_000, 100_000] as const;
const ROTATING = 2000;
/** With less effort than this, only policies that casbin loads at once are measured. */
const FULL = 0.1;

/** One decision of the agent model against casbin over the same rules, and what it takes to load them. */
export const decision: Bench = {
  name: "decision",
  summary: "one decision of the agent model against casbin, and the load of its rules",
  async run(effort: Effort): Promise<readonly Row[]> {
    const rows: Row[] = [];
    const hot: number[] = [];
    for (const size of SIZES.filter((each) => effort.scale >= FULL || each <= 1000)) {
      const measured = await measure(size, effort);
      hot.push(measured.p50("allow"));
      rows.push(...rowsOf(size, measured));
    }
    const [first = 1] = hot;
    const growth = {
      bench: "decision",
      case: "hot allow, most rules against fewest",
      metric: "ratio",
    } as const;
    rows.push(atMost(2, { ...growth, value: (hot.at(-1) ?? 1) / first, unit: "×" }));
    return [...rows, ...loadRows(effort.scale >= FULL ? [10_000, 100_000] : [1000])];
  },
};

const CASES = [
  "sha256",
  "allow",
  "deny",
  "no rule",
  "three",
  "rotating",
  "enforceEx",
  "enforceSync",
] as const;
type Name = (typeof CASES)[number];

async function measure(size: number, effort: Effort): Promise<Measured<Name>> {
  const texts = agentPolicy(size);
  const [policy, casbin] = await Promise.all([loadPolicy(texts), casbinPeer(texts)]);
  await assertSame(policy, casbin, size);
  const { allow, deny, noRule } = hotCalls(size);
  const principal = allow.principals[0]?.id ?? "";
  const three = { ...allow, principals: [allow, allow, allow].flatMap(({ principals }) => principals) };
  const rotating = rotatingCalls(ROTATING, size);
  let next = 0;
  const turn = (): unknown => policy.decide(rotating[next++ % ROTATING] as PolicyRequest);
  const each = size > 10_000 ? 1 : ops(10, effort);
  const many = repeated(Math.ceil(ops(ROTATING, effort) / each));
  const cases: Readonly<Record<Name, Case>> = {
    sha256,
    allow: many(() => policy.decide(allow)),
    deny: many(() => policy.decide(deny)),
    "no rule": many(() => policy.decide(noRule)),
    three: many(() => policy.decide(three)),
    rotating: async (timed) => {
      // casbin's garbage has driven all else from the caches; in a process that decides, they are warm
      for (const call of rotating) policy.decide(call);
      await many(turn)(timed);
    },
    enforceEx: (timed) => timed(() => casbin.enforceEx(allow, principal)),
    enforceSync: (timed) => timed(() => casbin.enforceSync(allow, principal)),
  };
  return interleave(cases, { slices: effort.slices, ops: each });
}

/** Casbin takes up to a second for what takes the engine microseconds: many more of those are timed. */
function repeated(rounds: number): (op: () => unknown) => Case {
  return (op) => async (timed) => {
    for (let round = 0; round < rounds; round++) await timed(op);
  };
}

function rowsOf(size: number, measured: Measured<Name>): readonly Row[] {
  const row = (name: Name, metric: string, value: number): Row => ({
    bench: "decision",
    case: `${size} rules, ${LABELS[name]}`,
    metric,
    value,
    unit: "µs",
    peer: PEER,
    ratio: measured.ratio(name, "enforceEx"),
  });
  const p50 = (name: Name): Row => row(name, "p50", measured.p50(name));
  const faster = {
    ...p50("allow"),
    metric: "enforceEx takes",
    value: 1 / measured.ratio("allow", "enforceEx"),
  };
  return [
    atMost(5, p50("allow")),
    atMost(5, p50("deny")),
    p50("no rule"),
    p50("three"),
    atMost(10, p50("rotating")),
    atMost(40, row("rotating", "p99", measured.p99("rotating"))),
    inHashes(p50("enforceEx"), measured),
    inHashes(p50("enforceSync"), measured),
    ...(size === 1000 ? [atLeast(1000, { ...faster, unit: "×" })] : []),
  ];
}

function inHashes(row: Row, measured: Measured<Name>): Row {
  return { ...row, peer: SHA256, ratio: row.value / measured.p50("sha256") };
}

const LABELS: Readonly<Record<Name, string>> = {
  sha256: SHA256,
  allow: "hot allow",
  deny: "hot deny by a rule",
  "no rule": "hot deny with a near miss",
  three: "hot allow, three principals",
  rotating: `${ROTATING} calls in turn`,
  enforceEx: "casbin enforceEx",
  enforceSync: "casbin enforceSync",
};

function hotCalls(size: number): Readonly<Record<"allow" | "deny" | "noRule", PolicyRequest>> {
  const allow = allowedBy(1, size);
  return { allow, deny: { ...allow, sensitivity: "restricted" }, noRule: { ...allow, action: "erase" } };
}

/** Throws where policy and casbin differ, or where either does not decide as the rules were written to. */
export async function assertSame(policy: PolicySnapshot, casbin: CasbinPeer, size: number): Promise<void> {
  const { allow, deny, noRule } = hotCalls(size);
  const few = size > 1000 ? 2 : 20;
  for (const call of [allow, deny, noRule, ...rotatingCalls(ROTATING, size).slice(0, few)]) {
    const principal = call.principals[0]?.id ?? "";
    const allowed = await casbin.enforceEx(call, principal);
    assert.equal(policy.decide(call).effect, allowed ? "allow" : "deny");
    assert.equal(casbin.enforceSync(call, principal), allowed);
    if (call === allow) assert.equal(allowed, true);
    if (call === deny || call === noRule) assert.equal(allowed, false);
  }
}
