import type { AmbitRecord } from "@ambit/core";

/** Records as a guarded call leaves them: a decision and its outcome, in turns, for one run. */
export function callRecords(count: number): readonly AmbitRecord[] {
  return Array.from({ length: count }, (_, index) =>
    index % 2 === 0 ? decision(index) : outcome(index - 1),
  );
}

const RUN = "5b1d1f0e-6f0e-4a58-9a38-0c5c9f1f7a11";
const DIGEST = "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

function decision(index: number): AmbitRecord {
  return {
    type: "decision",
    run: RUN,
    at: 1_780_000_000_000 + index,
    decision: `d-${index}`,
    frame: "f-1",
    subject: "user:ann",
    actors: ["clerk"],
    tool: "note",
    callId: `call-${index}`,
    attempt: 1,
    siblings: 1,
    effect: "allow",
    stage: "execute",
    action: "write",
    resources: ["note://n-1042"],
    sensitivity: "internal",
    purpose: "work/notes",
    depth: 0,
    args: { id: "n-1042", text: { digest: DIGEST, shown: "The customer called twice about the order" } },
    digest: DIGEST,
    policy: "0123456789ab",
    matched: [{ id: "NOTE", text: "p, NOTE, worker, notes, write, note://**", effect: "allow" }],
  };
}

function outcome(index: number): AmbitRecord {
  return {
    type: "outcome",
    run: RUN,
    at: 1_780_000_000_001 + index,
    decision: `d-${index}`,
    status: "ok",
    took: 1,
    untrusted: false,
    seen: "internal",
  };
}
