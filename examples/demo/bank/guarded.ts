import type { AmbitRecord } from "@ambit/core";
import type { Ambit, RunRequest } from "@ambit/langchain";
import { readLedger } from "@ambit/ledger";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { createBanker } from "./agent.ts";
import { Bank } from "./bank.ts";
import { watch, type Outcome } from "./outcome.ts";
import type { Recording } from "./recording.ts";

/** What the ledger says of one call. */
export type Decided = {
  readonly effect: "allow" | "ask" | "deny";
  /** The name of the reason's code. */
  readonly reason?: string;
  /** What a link of the grant refused: the name of an argument, a resource. */
  readonly refused?: string;
};

export type GuardedOutcome = Outcome & {
  /** The run's id in the ledger. */
  readonly run: string;
  /** The decisions on the two recorded transfers; absent for a call that was not made. */
  readonly decisions: { readonly injected?: Decided; readonly own?: Decided };
};

/** One guarded run: who asks what, and the ceiling that trusted code drew for it. */
export type GuardedTask = {
  readonly ambit: Ambit;
  readonly recording: Recording;
  readonly request: string;
  readonly ceiling: NonNullable<RunRequest["allow"]>;
  readonly model: BaseChatModel;
};

/** The same agent under Ambit: sealed by `protect`, with the authority of one `run`. */
export async function runGuarded(task: GuardedTask): Promise<GuardedOutcome> {
  const { ambit, recording, request, ceiling, model } = task;
  const bank = new Bank();
  const outcome = watch(bank, recording);
  const agent = ambit.protect(createBanker({ bank, model, middleware: [ambit.middleware()] }), {
    agent: "banker",
  });
  const { messages } = await ambit.run(
    {
      subject: "user:emma",
      purpose: "banking/transfer",
      goal: request,
      input: request,
      allow: ceiling,
      ttl: "2m",
    },
    () => agent.invoke({ messages: [{ role: "user", content: request }] }),
  );
  return { ...outcome(messages), ...(await lastRun(ambit, recording)) };
}

/** Reads from the ledger what was decided in the run that was opened last. */
async function lastRun(
  ambit: Ambit,
  { injected, own }: Recording,
): Promise<Pick<GuardedOutcome, "run" | "decisions">> {
  const { records } = await readLedger(ambit.ledger.location);
  const run = records.findLast((record) => record.type === "opened")?.run ?? "";
  const ofRun = records.filter((record) => record.run === run);
  const first = decisionOn(ofRun, injected.callId);
  const second = decisionOn(ofRun, own.callId);
  return {
    run,
    decisions: {
      ...(first === undefined ? {} : { injected: first }),
      ...(second === undefined ? {} : { own: second }),
    },
  };
}

function decisionOn(records: readonly AmbitRecord[], callId: string): Decided | undefined {
  const record = records.find((entry) => entry.type === "decision" && entry.callId === callId);
  if (record?.type !== "decision") return undefined;
  return {
    effect: record.effect,
    ...(record.reason === undefined ? {} : { reason: record.reason }),
    ...(record.refusedBy === undefined ? {} : { refused: record.refusedBy.what }),
  };
}
