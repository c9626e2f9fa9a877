import type { Script } from "@ambit/testkit/model";
import { scriptedModel } from "@ambit/testkit/model";
import type { StructuredTool } from "@langchain/core/tools";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import { createAgent } from "langchain";
import type { House } from "./house.ts";

/** A question that a graph waits with. */
export interface Asked {
  readonly callId: string;
  readonly digest: string;
}

/** The questions with which a state waits, in order. */
export function asked(state: unknown): readonly Asked[] {
  const { __interrupt__: waiting = [] } = state as {
    readonly __interrupt__?: readonly { readonly value: { readonly ambit: Asked } }[];
  };
  return waiting.map(({ value }) => value.ambit);
}

export const on = (thread: string, more: object = {}) => ({ configurable: { thread_id: thread, ...more } });

/** An agent of the house that keeps its threads. */
export function resumable(
  { ambit }: House,
  calls: readonly Script[],
  {
    tools,
    checkpointer,
  }: { readonly tools: readonly StructuredTool[]; readonly checkpointer: BaseCheckpointSaver },
) {
  const model = scriptedModel(...calls, "done");
  const made = createAgent({
    model,
    tools: [...tools],
    middleware: [ambit.middleware()],
    checkpointer: checkpointer as never,
  });
  return ambit.protect(made, { agent: "bot" });
}

interface Historied {
  getStateHistory(
    config: object,
  ): AsyncIterable<{ readonly next: readonly string[]; readonly config: object }>;
}

/** The configs of a thread's checkpoints after which a node was next, newest first. */
export async function checkpointsBefore(bot: object, node: string, thread: string): Promise<never[]> {
  const found: object[] = [];
  for await (const { next, config } of (bot as Historied).getStateHistory(on(thread))) {
    if (next.includes(node)) found.push(config);
  }
  return found as never[];
}
