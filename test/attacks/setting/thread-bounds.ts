import { memoryThreads } from "@ambit/store";
import { MemorySaver } from "@langchain/langgraph";
import { house } from "../../house/house.ts";
import { resumable } from "../../house/threads.ts";
import { noted } from "../../house/tools.ts";
import { POLICY } from "../policy.ts";

export const HELD = { name: "held", args: { x: 1 }, id: "c1" };
export const to = (name: string) => ({ to: `${name}@x.example` });

/** Processes that share a thread; in each an agent of its own, with tools that note their calls. */
export function sharing() {
  const shared = { threads: memoryThreads(), checkpointer: new MemorySaver() };
  return async (...calls: readonly (readonly object[])[]) => {
    const made = await house(POLICY, { threads: shared.threads });
    const tools = { held: noted("held"), send: noted("send"), open: noted("open"), outer: noted("outer") };
    const { checkpointer } = shared;
    const bot = resumable(made, calls as never, { tools: Object.values(tools), checkpointer });
    return { ...made, ...shared, tools, bot };
  };
}
