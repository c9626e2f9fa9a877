import type { ApprovalPort, PolicyPort } from "@ambit/core";
import { createGate, type Gate, inFrame, type RunRequest } from "@ambit/gate";
import { memoryLedger } from "@ambit/ledger";
import type { LoggedCall, LoggedRun } from "./read/logged-run.ts";

/** How the person answers that the policy asks: always the same. */
export type Person = "approves" | "refuses";

/** What became of the calls of one run, by their index. */
export interface Ruling {
  readonly id: string;
  /** Calls that did not run, also those that a person refused. */
  readonly denied: readonly number[];
  /** Calls about which a person was asked. */
  readonly escalated: readonly number[];
  /** Why each denied call did not run. */
  readonly reasons: readonly string[];
}

/** What a run is replayed under. */
export interface Terms {
  readonly policy: PolicyPort;
  readonly request: RunRequest;
  readonly person: Person;
}

/**
 * Makes the calls of a run in order, as they were logged; whatever became of one, the next one follows.
 *
 * What an allowed call answers is what its tool had answered; of a denied one nothing is read.
 */
export async function replay(run: LoggedRun, { policy, request, person }: Terms): Promise<Ruling> {
  const asked = new Set<string>();
  const approve: ApprovalPort = ({ digest, callId }) => {
    if (callId !== undefined) asked.add(callId);
    return Promise.resolve({
      approved: person === "approves",
      digest,
      ...(callId === undefined ? {} : { callId }),
    });
  };
  const gate = createGate({ policy, ledger: memoryLedger(), approve });
  const why = new Map<number, string>();
  await gate.run(request, async () =>
    inFrame(await gate.enterAgent("assistant"), async () => {
      for (const [index, call] of run.calls.entries()) {
        if (run.calls[index - 1]?.step !== call.step) await turn(gate, run, call.step);
        const reason = await make(gate, call, String(index));
        if (reason !== undefined) why.set(index, reason);
      }
    }),
  );
  const escalated = [...run.calls.keys()].filter((index) => asked.has(String(index)));
  return { id: run.id, denied: [...why.keys()], escalated, reasons: [...why.values()] };
}

/** Tells the gate of a model's turn, before any of its calls is made. */
function turn(gate: Gate, { calls }: LoggedRun, step: number): Promise<void> {
  const callIds = [...calls.keys()].filter((index) => calls[index]?.step === step).map(String);
  return gate.declareStep({ place: "", messageId: `turn-${step}`, callIds, source: "inherited" });
}

/** Why a call was not run; undefined when it was. */
async function make(
  gate: Gate,
  { tool, args, answer }: LoggedCall,
  callId: string,
): Promise<string | undefined> {
  const failure = new Error(answer.text);
  const body = (): string => {
    if (answer.failed) throw failure;
    return answer.text;
  };
  try {
    const outcome = await gate.guard({ tool, args, callId, place: "", fromModel: true }, body);
    return outcome.kind === "denied" ? outcome.denial.reason : undefined;
  } catch (error) {
    if (error !== failure) throw error;
    return undefined;
  }
}
