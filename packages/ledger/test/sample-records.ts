import type { AmbitRecord, DecisionRecord, EdgeRecord } from "@ambit/core";

const AT = 1_795_400_020_123;
const goal = { digest: `sha256:${"a".repeat(64)}`, shown: "Refund order 1042" };

/** The opening of a run, as the gate writes it. */
export function opened(run: string): AmbitRecord {
  return {
    type: "opened",
    run,
    at: AT,
    subject: "user:alice",
    roles: [],
    purpose: "support/refund",
    goal,
    scope: { tools: "any", depth: 3 },
    policy: "7f3a91",
    frame: `${run}/root`,
  };
}

/** A decision, by default an allowed call of the root frame. */
export function decision(run: string, n: number, more: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    type: "decision",
    run,
    at: AT + n,
    decision: `${run}/d${n}`,
    frame: `${run}/root`,
    subject: "user:alice",
    actors: ["support"],
    tool: "crm.read",
    attempt: 1,
    siblings: 1,
    effect: "allow",
    stage: "execute",
    args: { orderId: n, note: 'Grüße \u2028 \ud83d\ude00 "quoted"' },
    ...more,
  };
}

export function outcome(run: string, n: number): AmbitRecord {
  const base = { type: "outcome", run, at: AT + n, decision: `${run}/d${n}` } as const;
  return { ...base, status: "ok", took: 1.5, untrusted: false, seen: "internal" };
}

export function edge(run: string, from: string, frame: string, more: Partial<EdgeRecord> = {}): EdgeRecord {
  return {
    type: "edge",
    run,
    at: AT,
    edge: "delegate",
    frame: `${run}/${frame}`,
    from: `${run}/${from}`,
    actors: ["support", "mailer"],
    scope: { depth: 2 },
    removed: ["crm.refund"],
    ...more,
  };
}

export function closed(run: string): AmbitRecord {
  return { type: "closed", run, at: AT + 4000, calls: 3, denials: 0 };
}

/** A run of `calls` calls, opened and closed. */
export function wholeRun(run: string, calls: number): readonly AmbitRecord[] {
  const made = Array.from({ length: calls }, (_, n) => [decision(run, n), outcome(run, n)]);
  return [opened(run), ...made.flat(), closed(run)];
}
