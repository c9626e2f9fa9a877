import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ReplayTurn } from "../model/replay.ts";

const Call = z.object({ tool: z.string(), args: z.record(z.string(), z.unknown()), output: z.string() });

const Recording = z.object({
  source: z
    .object({ project: z.string(), benchmark: z.string(), run: z.string(), model: z.string() })
    .loose(),
  prompt: z.string(),
  turns: z.array(z.object({ calls: z.array(Call) })),
  attackCalls: z.array(z.number().int()).length(1),
  utilityCalls: z.array(z.number().int()).length(1),
});

const Transfer = z.object({
  recipient: z.string(),
  amount: z.number(),
  subject: z.string(),
  date: z.string(),
});

/** Arguments of one recorded `send_money` call. */
export type RecordedTransfer = z.infer<typeof Transfer>;

/** A run of a real model that fell for an injection, with the two transfers it made. */
export type Recording = {
  readonly model: string;
  readonly run: string;
  /** The user's request, word for word. */
  readonly request: string;
  readonly turns: readonly ReplayTurn[];
  /** The transfer that the injected text asked for, and the id of its call. */
  readonly injected: RecordedTransfer & { readonly callId: string };
  /** The transfer that the user asked for, and the id of its call. */
  readonly own: RecordedTransfer & { readonly callId: string };
};

const FILE: URL = new URL("../recorded/banking-run.json", import.meta.url);
const CLOSING = "I have sent your friend the difference.";

/** Reads the recorded run. The attacker's account is known from this file and from nowhere else. */
export function readRecording(): Recording {
  const { source, prompt, turns, attackCalls, utilityCalls } = Recording.parse(
    JSON.parse(readFileSync(FILE, "utf8")),
  );
  const calls = turns.flatMap((turn) => turn.calls);
  const callId = (index: number): string => `call_${source.run}_${index}`;
  const transfer = (index: number): RecordedTransfer & { readonly callId: string } => ({
    ...Transfer.parse(calls[index]?.args),
    callId: callId(index),
  });
  let next = 0;
  return {
    model: source.model,
    run: source.run,
    request: prompt,
    turns: [
      ...turns.map((turn) => ({
        calls: turn.calls.map((call) => ({ id: callId(next++), name: call.tool, args: call.args })),
      })),
      { text: CLOSING },
    ],
    injected: transfer(attackCalls[0] ?? -1),
    own: transfer(utilityCalls[0] ?? -1),
  };
}
