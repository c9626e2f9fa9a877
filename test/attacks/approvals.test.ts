import { AIMessage } from "@langchain/core/messages";
import { Command, MessagesAnnotation, ParentCommand, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { describe, expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { type House, house, WRITE } from "../house/house.ts";
import { asked, type Asked, checkpointsBefore, on, resumable } from "../house/threads.ts";
import { answers, HELLO, noted, type NotedTool } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";

const HELD = { name: "held", args: { x: 1 }, id: "c1" };
const yes = (question: Asked | undefined) =>
  new Command({ resume: { decisions: [{ type: "approve" }], ...question } }) as never;

/** A policy under which what must be approved is a write. */
const HELD_WRITE = { ...POLICY, tools: { ...POLICY.tools, held: WRITE } };

/** A prebuilt ToolNode in a graph that keeps its threads. */
function toolGraph({ ambit }: House, held: NotedTool) {
  const graph = new StateGraph(MessagesAnnotation)
    .addNode("tools", new ToolNode([held]))
    .addEdge(START, "tools")
    .compile({ checkpointer: new MemorySaver() });
  return ambit.protect(graph, { agent: "bot" });
}

const messageOf = (...calls: readonly object[]) => ({
  messages: [
    new AIMessage({
      content: "",
      tool_calls: calls.map((each) => ({ ...each, type: "tool_call" })) as never,
    }),
  ],
});
const TWO = messageOf({ name: "held", args: { x: 1 }, id: "a" }, { name: "held", args: { x: 2 }, id: "b" });

describe("an approval", () => {
  it("L7: is none for a run that is for something else", async () => {
    const made = await house(POLICY);
    const held = noted("held");
    const bot = resumable(made, [[HELD]], { tools: [held], checkpointer: new MemorySaver() });
    const [question] = asked(await made.ambit.run(REQUEST, () => bot.invoke(HELLO, on("t"))));
    const other = { ...REQUEST, purpose: "play" };
    const state = await made.ambit.run(other, () => bot.invoke(yes(question), on("t")));
    expect(answers(state)).toEqual(["held error: AMBIT-D407"]);
    expect(made.of("decision").at(-1)).toMatchObject({ reason: "approval_expired" });
    expect(held.ran).toEqual([]);
  });

  it.each([
    ["one of its agents", true],
    ["the whole run", false],
  ])("L7: is none when the authority that asked was revoked meanwhile: %s", async (_what, isOneAgent) => {
    const made = await house(POLICY);
    const held = noted("held");
    const bot = resumable(made, [[HELD]], { tools: [held], checkpointer: new MemorySaver() });
    const answer = async (question: Asked | undefined) => answers(await bot.invoke(yes(question), on("t")));
    const [question, said] = await made.ambit.run(REQUEST, async () => {
      const [shown] = asked(await bot.invoke(HELLO, on("t")));
      const [opened] = made.of("edge");
      const frame = isOneAgent ? { frame: opened?.frame ?? "" } : {};
      await made.ambit.revoke({ run: opened?.run ?? "", ...frame });
      return [shown, isOneAgent ? await answer(shown) : undefined] as const;
    });
    const heard = said ?? (await made.ambit.run(REQUEST, () => answer(question)));
    expect(heard).toEqual(["held error: AMBIT-D407"]);
    expect(held.ran).toEqual([]);
    expect(made.of("decision").at(-1)).toMatchObject({ reason: "approval_expired" });
  });

  it("L7: is not asked for through a graph that is not protected: nothing would hold it to one call", async () => {
    const made = await house(POLICY);
    const held = noted("held");
    made.ambit.tools([held]);
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("tools", new ToolNode([held]))
      .addEdge(START, "tools")
      .compile({ checkpointer: new MemorySaver() });
    const state = await made.ambit.run(REQUEST, () => graph.invoke(messageOf(HELD), on("t")));
    expect(answers(state)).toEqual(["held error: AMBIT-D403"]);
    expect(made.of("decision")).toMatchObject([{ reason: "approval_unavailable" }]);
    expect(held.ran).toEqual([]);
  });

  it("L7: of one call in a prebuilt ToolNode does not stand in the way of the next one's", async () => {
    const made = await house(HELD_WRITE);
    const held = noted("held");
    const graph = toolGraph(made, held);
    await made.ambit.run(REQUEST, async () => {
      const [first] = asked(await graph.invoke(TWO, on("t")));
      const [second] = asked(await graph.invoke(yes(first), on("t")));
      const state = await graph.invoke(yes(second), on("t"));
      expect(answers(state)).toEqual(["held success: held ok", "held success: held ok"]);
    });
    expect(held.ran).toEqual([{ x: 1 }, { x: 2 }]);
  });

  it("L7: that was used is no leave to try again what has failed", async () => {
    const made = await house(HELD_WRITE);
    const held = noted("held", () => {
      throw new Error("no connection");
    });
    const graph = toolGraph(made, held);
    await made.ambit.run(REQUEST, async () => {
      const [first] = asked(await graph.invoke(TWO, on("t")));
      const [second] = asked(await graph.invoke(yes(first), on("t")));
      await graph.invoke(yes(second), on("t"));
    });
    expect(held.ran.filter(({ x }) => x === 1)).toHaveLength(1);
    expect(made.of("decision").map(({ reason }) => reason)).toContain("approval_spent");
  });

  it("L7: is spent by a tool that leaves its graph with a thrown Command, and so is the write", async () => {
    const made = await house(HELD_WRITE);
    const held = noted("held", () => {
      throw new ParentCommand(new Command({ goto: "next", graph: Command.PARENT }) as never);
    });
    const inner = new StateGraph(MessagesAnnotation)
      .addNode("tools", new ToolNode([held], { handleToolErrors: false }))
      .addEdge(START, "tools")
      .compile();
    const outer = new StateGraph(MessagesAnnotation)
      .addNode("inner", inner, { ends: ["next"] })
      .addNode("next", () => ({}))
      .addEdge(START, "inner")
      .compile({ checkpointer: new MemorySaver() });
    const graph = made.ambit.protect(outer, { agent: "bot" });
    const [question] = asked(await made.ambit.run(REQUEST, () => graph.invoke(messageOf(HELD), on("t"))));
    const [older] = await checkpointsBefore(graph, "inner", "t");
    for (const from of [on("t"), older])
      await made.ambit.run(REQUEST, () => caughtReason(graph.invoke(yes(question), from as never)));
    expect(held.ran).toHaveLength(1);
    expect(made.of("decision").at(-1)).toMatchObject({ reason: "approval_spent" });
    expect(made.of("outcome")).toMatchObject([{ status: "ok", untrusted: true }]);
  });
});
