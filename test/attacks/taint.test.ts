import { scriptedModel } from "@ambit/testkit/model";
import { AIMessage } from "@langchain/core/messages";
import { MemorySaver, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { house, READ } from "../house/house.ts";
import { on, resumable } from "../house/threads.ts";
import { HELLO, noted } from "../house/tools.ts";
import { REQUEST } from "./policy.ts";

/** `read` gives text that anybody may have written; nothing goes into `sink` after that. */
const POLICY = {
  rules: `
p, R1, staff, free, *, **, *, *, *, true, allow, none
p, R2, staff, sink, *, **, *, *, *, !env.tainted, allow, none
g, user:alice, staff
g, bot, staff
g, helper, staff
g2, read, free
g2, ask, free
g3, work, work
`,
  tools: {
    read: READ,
    ask: { ...READ, returns: { fields: { order: "id" } } },
    sink: { ...READ, returns: { fields: { order: "id" } } },
  },
};

const judged = ({ of }: Awaited<ReturnType<typeof house>>): string[] =>
  of("decision").map(({ tool, reason }) => `${tool} ${reason ?? "ok"}`);

describe("what was read", () => {
  it("L2: taints a call that no turn of a model made, although it comes as one of a turn before the reading", async () => {
    const made = await house(POLICY);
    const tools = [noted("read"), noted("sink")];
    const model = scriptedModel([{ name: "read" }]);
    const forged = { name: "sink", args: {}, id: "of no turn", type: "tool_call" as const };
    const graph = made.ambit.protect(
      new StateGraph(MessagesAnnotation)
        .addNode("think", async ({ messages }, config) => ({
          messages: [await model.invoke(messages, { ...config, callbacks: [made.ambit.handler()] })],
        }))
        .addNode("tools", new ToolNode(tools))
        .addNode("forge", () => ({ messages: [new AIMessage({ content: "", tool_calls: [forged] })] }))
        .addNode("again", new ToolNode(tools))
        .addEdge(START, "think")
        .addEdge("think", "tools")
        .addEdge("tools", "forge")
        .addEdge("forge", "again")
        .compile(),
      { agent: "bot" },
    );
    await made.ambit.run(REQUEST, () => graph.invoke(HELLO));
    expect(judged(made)).toEqual(["read ok", "sink policy_no_match"]);
  });

  it.each([
    ["now", 1],
    ["before", 2],
  ])("L2: on a thread of a tool's own %s, is read on the thread of its caller too", async (_when, times) => {
    const made = await house(POLICY);
    const checkpointer = new MemorySaver();
    const helper = made.ambit.protect(
      createAgent({
        model: scriptedModel([{ name: "read" }], "read it"),
        tools: [noted("read")],
        middleware: [made.ambit.middleware()],
        checkpointer,
      }),
      { agent: "helper" },
    );
    for (let time = 1; time < times; time++)
      await made.ambit.run(REQUEST, () => helper.invoke(HELLO, on("of the tool")));
    const ask = noted("ask", async () => {
      await helper.invoke(HELLO, on("of the tool"));
      return { order: "1042" };
    });
    const bot = resumable(made, [[{ name: "ask" }], "asked", [{ name: "sink" }]], {
      tools: [ask, noted("sink")],
      checkpointer,
    });
    await made.ambit.run(REQUEST, () => bot.invoke(HELLO, on("t")));
    await made.ambit.run(REQUEST, () => bot.invoke(HELLO, on("t")));
    expect(judged(made).slice(-1)).toEqual(["sink policy_no_match"]);
  });
});
