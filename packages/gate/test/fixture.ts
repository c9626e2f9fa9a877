import type { AmbitRecord, LedgerPort, PolicyAnswer, PolicyPort, ToolEntry } from "@ambit/core";
import {
  createGate,
  currentFrame,
  type Frame,
  type Gate,
  type GateOptions,
  inFrame,
  type RunRequest,
} from "@ambit/gate";

/** A manifest entry of a write that names one id and one quantity. */
export const pay: ToolEntry = {
  tool: "pay",
  action: "pay",
  effect: "write",
  risk: "high",
  idempotent: false,
  sensitivity: "internal",
  resources: [],
  args: { to: "address", amount: "quantity", note: "prose", pin: "secret" },
  redact: {},
  audiences: [],
  opaque: [],
  returns: { sensitivity: "internal", fields: { id: "id" } },
};

/** A read whose result anybody may have written. */
const search: ToolEntry = {
  ...pay,
  tool: "search",
  action: "read",
  effect: "read",
  risk: "low",
  idempotent: true,
  args: {},
  returns: { sensitivity: "public", fields: {} },
};

export const allowed: PolicyAnswer = {
  effect: "allow",
  obligations: [],
  matched: [],
  answers: [],
  version: "v1",
};

/** A policy port that answers the same to every question: the gate's own behaviour is under test, not a policy. */
export function answering(
  answer: PolicyAnswer | (() => unknown) = allowed,
  entries: readonly ToolEntry[] = [pay, search],
): PolicyPort {
  const decide = typeof answer === "function" ? (answer as () => PolicyAnswer) : () => answer;
  return {
    version: "v1",
    tools: entries.map(({ tool }) => tool),
    files: [],
    manifest: (tool) => entries.find((entry) => entry.tool === tool),
    hasPurpose: (purpose) => purpose.startsWith("shop"),
    mayReach: () => true,
    open: () => allowed,
    decide,
  };
}

/** A ledger port that keeps records in a list, and breaks on demand. */
export function listLedger(): LedgerPort & { readonly records: AmbitRecord[]; fail: boolean } {
  const records: AmbitRecord[] = [];
  const ledger = {
    records,
    fail: false,
    files: [],
    location: "memory",
    append(record: AmbitRecord): void {
      if (ledger.fail) throw new Error("disk full");
      records.push(record);
    },
  };
  return ledger;
}

export const request: RunRequest = { subject: "user:ann", purpose: "shop", goal: "Pay DE01 for the shoes" };

export interface Bench {
  readonly gate: Gate;
  readonly ledger: ReturnType<typeof listLedger>;
  /** How often a tool body ran. */
  ran: number;
  /** What it was given. */
  readonly given: unknown[];
}

/** A gate over the ports above. */
export function bench(options: Partial<GateOptions> = {}): Bench {
  const ledger = listLedger();
  const gate = createGate({ policy: answering(), ledger, stageTimeoutMs: 40, ...options });
  return { gate, ledger, ran: 0, given: [] };
}

/** Calls a tool of the bench in the current frame. */
export async function call(
  on: Bench,
  tool: string,
  args: unknown,
  more: {
    readonly callId?: string;
    readonly place?: string;
    readonly siblings?: number;
    readonly body?: (args: unknown) => unknown;
  } = {},
): ReturnType<Gate["guard"]> {
  const { body, ...host } = more;
  return on.gate.guard({ tool, args, ...host }, (own) => {
    on.ran += 1;
    on.given.push(own);
    return body === undefined ? "done" : body(own);
  });
}

/** Runs `fn` in a run, as the agent `clerk`. */
export function asClerk<T>(
  on: Bench,
  fn: (frame: Frame) => Promise<T>,
  over: Partial<RunRequest> = {},
): Promise<T> {
  return on.gate.run({ ...request, ...over }, async () => {
    const frame = await on.gate.enterAgent("clerk");
    return inFrame(frame, () => fn(currentFrame() as Frame));
  });
}

/** The decision records of a bench. */
export function decisions(on: Bench): readonly Extract<AmbitRecord, { readonly type: "decision" }>[] {
  return on.ledger.records.filter((record) => record.type === "decision");
}
