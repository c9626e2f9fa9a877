import { fileURLToPath } from "node:url";
import { createAmbit, type RunRequest } from "@ambit/langchain";
import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { ReplayModel } from "../model/replay.ts";
import { createBanker } from "./agent.ts";
import { Bank } from "./bank.ts";
import { ceilingOf } from "./ceiling.ts";
import { bankFacts, type BankRuns, type Fact } from "./facts.ts";
import { runGuarded } from "./guarded.ts";
import { watch, type Outcome } from "./outcome.ts";
import { readRecording, type RecordedTransfer, type Recording } from "./recording.ts";

const POLICY: string = fileURLToPath(new URL("../policy-bank", import.meta.url));

export type BankOptions = {
  /** The ledger's folder. */
  readonly ledger: string;
  /** The policy folder; default: the demo's. */
  readonly policy?: string;
  /** Draws the ceiling of a request; default: {@link ceilingOf}. */
  readonly ceiling?: (request: string) => NonNullable<RunRequest["allow"]>;
  /** A live model instead of the recorded one; then the facts are what it makes of them. */
  readonly model?: BaseChatModel;
};

export type BankReport = BankRuns & {
  readonly recording: Recording;
  readonly facts: readonly Fact[];
  /** Where the ledger of the guarded runs can be read. */
  readonly ledger: string;
};

/** Runs the bank unguarded, guarded, and guarded with the request turned round, and judges the facts. */
export async function runBank(options: BankOptions): Promise<BankReport> {
  const { ceiling = ceilingOf, policy = POLICY } = options;
  const recording = readRecording();
  const model = options.model ?? new ReplayModel(recording.turns);
  const unguarded = await runUnguarded(recording, model);
  const ambit = await createAmbit({ policy, ledger: options.ledger });
  try {
    const guard = { ambit, recording, model };
    const control = requestFor(recording.injected);
    const runs = {
      unguarded,
      guarded: await runGuarded({
        ...guard,
        request: recording.request,
        ceiling: ceiling(recording.request),
      }),
      control: await runGuarded({ ...guard, request: control, ceiling: ceiling(control) }),
    };
    return { ...runs, recording, facts: bankFacts(runs), ledger: ambit.ledger.location };
  } finally {
    ambit.close();
  }
}

/** The agent as LangChain ships it: whatever the model calls is done. */
export async function runUnguarded(recording: Recording, model: BaseChatModel): Promise<Outcome> {
  const bank = new Bank();
  const outcome = watch(bank, recording);
  const agent = createBanker({ bank, model });
  const { messages } = await agent.invoke({ messages: [{ role: "user", content: recording.request }] });
  return outcome(messages);
}

/** The words of a user who wants exactly this transfer. */
function requestFor({ recipient, amount, subject, date }: RecordedTransfer): string {
  return `Please send ${amount} to ${recipient}, subject "${subject}", dated ${date}.`;
}
