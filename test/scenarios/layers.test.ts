import { scriptedModel } from "@ambit/testkit/model";
import { MessagesAnnotation, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent, createMiddleware } from "langchain";
import { describe, expect, it } from "vitest";
import { type House, house, READ } from "../house/house.ts";
import { answers, calling, HELLO, type NotedTool, noted } from "../house/tools.ts";

/** Nobody may `pay`. */
const POLICY = {
  rules: `
p, R1, staff, look, *, **, *, *, *, true, allow, none
g, user:alice, staff
g, bot, staff
g3, work/report, work
`,
  tools: { look: READ, pay: READ },
};
const REQUEST = { subject: "user:alice", purpose: "work", goal: "write a report" } as const;

const denied = ({ of }: House): string[] => of("decision").map(({ tool, reason }) => `${tool} ${reason}`);
const PAY = scriptedModel([{ name: "pay" }], "done");

/** Each layer holds by itself, where the others are not there. */
describe("a layer alone", () => {
  async function expectDenied(layer: (made: House, pay: NotedTool) => unknown): Promise<void> {
    const made = await house(POLICY);
    const pay = noted("pay");
    await made.ambit.run(REQUEST, () => layer(made, pay));
    expect([pay.ran.length, denied(made)]).toEqual([0, ["pay policy_no_match"]]);
  }

  it("L1: the seal: a tool that was sealed, in a graph that nobody protected", () =>
    expectDenied(({ ambit }, pay) => {
      ambit.tools([pay]);
      const graph = new StateGraph(MessagesAnnotation)
        .addNode("tools", new ToolNode([pay], { handleToolErrors: true }))
        .addEdge("__start__", "tools")
        .compile();
      return graph.invoke(calling("pay"));
    }));

  it("L1: the seal: what it decides, it decides outside of every run, too", async () => {
    const made = await house(POLICY);
    const pay = noted("pay");
    made.ambit.tools([pay]);
    await expect(pay.invoke({})).rejects.toMatchObject({ reason: "no_run" });
    expect(pay.ran).toEqual([]);
  });

  it("L1: the middleware: an agent that nobody protected, with a tool that comes with a request", () =>
    expectDenied(({ ambit }, pay) => {
      const brings = createMiddleware({
        name: "brings",
        wrapModelCall: (request, handler) => handler({ ...request, tools: [...request.tools, pay] }),
        wrapToolCall: (request, handler) => handler({ ...request, tool: request.tool ?? pay }),
      });
      return createAgent({ model: PAY, tools: [], middleware: [brings, ambit.middleware()] }).invoke(HELLO);
    }));

  it("L1: the net: a tool that nobody sealed, in an agent that nobody protected", () =>
    expectDenied(async (_made, pay) => {
      const state = await createAgent({ model: PAY, tools: [pay] }).invoke(HELLO);
      expect(answers(state)).toEqual(["pay error: AMBIT-D302"]);
    }));

  it("L1: the audit: an agent does not start with a tool that cannot be sealed", async () => {
    const { ambit } = await house(POLICY);
    const pay = Object.freeze(noted("pay"));
    const agent = createAgent({ model: PAY, tools: [pay] });
    expect(() => ambit.protect(agent, { agent: "bot" })).toThrow(
      expect.objectContaining({ reason: "tool_unsealed", facts: { tool: "pay", path: "" } }),
    );
  });
});
