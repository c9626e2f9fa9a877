import type { PolicyRequest } from "@ambit/core";
import { loadPolicy, type PolicySnapshot } from "@ambit/policy";
import assert from "node:assert/strict";
import { interleave } from "../measure/interleave.ts";
import { SHA256, sha256 } from "../measure/sha256.ts";
import { type Bench, type Effort, ops, type Row } from "../row.ts";
import { type CasbinPeer, casbinPeer } from "../world/casbin-peer.ts";
import { notePolicy } from "../world/note-policy.ts";
import { NOTE } from "../world/note-tool.ts";

const PEER = "casbin enforceEx";
const SIZES = [10, 1000] as const;

/** One decision for one principal, against casbin over the same rules; the rule that matches is the last. */
export const decision: Bench = {
  name: "decision",
  summary: "one decision of the policy against casbin enforceEx",
  async run(effort: Effort): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (const size of SIZES) rows.push(...(await rowsAt(size, effort)));
    return rows;
  },
};

async function rowsAt(size: number, effort: Effort): Promise<readonly Row[]> {
  const texts = notePolicy(size);
  const [policy, casbin] = await Promise.all([loadPolicy(texts), casbinPeer(texts)]);
  await assertSame(policy, casbin);
  const measured = await interleave(
    {
      sha256,
      ambit: (timed) => timed(() => policy.decide(ALLOWED)),
      casbin: (timed) => timed(() => casbin(ALLOWED, "clerk")),
    },
    { slices: effort.slices, ops: ops(size >= 1000 ? 40 : 1000, effort) },
  );
  const p50 = measured.p50("ambit");
  const row = { bench: "decision", case: `${size} rules, one principal`, unit: "µs" } as const;
  return [
    { ...row, metric: "p50", value: p50, peer: PEER, ratio: measured.ratio("ambit", "casbin") },
    {
      ...row,
      metric: "p99",
      value: measured.p99("ambit"),
      peer: SHA256,
      ratio: measured.p99("ambit") / measured.p50("sha256"),
    },
    {
      ...row,
      metric: "p50 of the peer",
      value: measured.p50("casbin"),
      peer: SHA256,
      ratio: measured.p50("casbin") / measured.p50("sha256"),
    },
  ];
}

const ALLOWED: PolicyRequest = {
  principals: [{ id: "clerk" }],
  tool: "note",
  action: "write",
  resources: ["note://n-1042"],
  sensitivity: "internal",
  intent: "work/notes",
  depth: 0,
  env: { attempt: 1, branch: 0, siblings: 1, tainted: false, hour: 9 },
  args: NOTE,
};

const CASES: readonly PolicyRequest[] = [
  ALLOWED,
  { ...ALLOWED, principals: [{ id: "user:other-1" }] },
  { ...ALLOWED, action: "erase" },
  { ...ALLOWED, sensitivity: "restricted" },
  { ...ALLOWED, resources: ["mailto:note@example.org"] },
];

/** Throws where policy and casbin differ, or where either does not decide as the rules were written to. */
export async function assertSame(policy: PolicySnapshot, casbin: CasbinPeer): Promise<void> {
  for (const request of CASES) {
    const allowed = await casbin(request, request.principals[0]?.id ?? "");
    assert.equal(policy.decide(request).effect, allowed ? "allow" : "deny");
    assert.equal(allowed, request === ALLOWED);
  }
}
