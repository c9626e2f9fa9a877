import { memoryThreads } from "@ambit/store";
import { Command } from "@langchain/langgraph";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { house } from "../../house/house.ts";
import { noted } from "../../house/tools.ts";
import { type Asked, resumable } from "../../house/threads.ts";
import { POLICY } from "../policy.ts";

export const HELD = { name: "held", args: { x: 1 }, id: "c1" };
export const yes = (question: Asked) =>
  new Command({ resume: { decisions: [{ type: "approve" }], ...question } }) as never;

/** An instance, an agent on a thread, and a way to make another process that shares the stores. */
export async function world(options: object = {}, checkpointer: MemorySaver = new MemorySaver()) {
  const shared = { threads: memoryThreads(), checkpointer };
  const process = async (calls: readonly (readonly object[])[]) => {
    const made = await house(POLICY, { threads: shared.threads, ...options });
    const tools = { held: noted("held"), send: noted("send"), open: noted("open") };
    const parts = { tools: Object.values(tools), checkpointer: shared.checkpointer };
    return { ...made, tools, bot: resumable(made, calls as never, parts) };
  };
  return { ...shared, process };
}
