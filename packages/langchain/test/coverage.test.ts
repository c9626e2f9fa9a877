import { scriptedModel } from "@ambit/testkit/model";
import { defaultModel } from "@ambit/policy";
import { tool } from "@langchain/core/tools";
import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent, createMiddleware } from "langchain";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { countedTool } from "./support/tools.ts";
import { type World, world } from "./support/world.ts";

const RULES = `
p, R1, bot, echo, *, **, *, support, *, true, allow, none
p, R2, bot, guarded, read, **, *, support/refund, *, true, allow, none
p, R3, helper, inner, *, **, *, sales, 1.., true, allow, none
g3, support/refund, support
`;

const ruled = (): Promise<World> =>
  world({
    policy: {
      model: defaultModel,
      rules: RULES,
      tools: { echo: READ, guarded: READ, forbidden: READ, inner: READ, ask_helper: READ },
    },
  });
const READ = { action: "read", effect: "read", sensitivity: "public" } as const;
const passing = (name: string) =>
  createMiddleware({ name, wrapModelCall: (request, handler) => handler(request) });
const graphOf = (node: ToolNode) =>
  new StateGraph(MessagesAnnotation).addNode("tools", node).addEdge(START, "tools").compile();

describe("coverage", () => {
  it("tells of a tool that another instance has sealed", async () => {
    const [first, second] = [await ruled(), await ruled()];
    const [echo] = first.ambit.tools([countedTool("echo")]);
    const graph = second.ambit.protect(graphOf(new ToolNode([echo])), { agent: "bot" });
    expect(graph.ambit.coverage().tools).toMatchObject([
      { name: "echo", foreign: true, note: "sealed by another Ambit instance: each call is denied" },
    ]);
  });

  it("says of each tool what holds it, its entry, and the purposes that the agent could use it for", async () => {
    const { ambit } = await ruled();
    const made = createAgent({
      model: scriptedModel("hi"),
      tools: [countedTool("echo"), countedTool("guarded"), countedTool("forbidden")],
      middleware: [ambit.middleware()],
    });
    const coverage = ambit.protect(made, { agent: "bot" }).ambit.coverage();
    const entry = { action: "read", effect: "read", risk: "high", sensitivity: "public" };
    const held = { path: "", sealed: true, layer: "seal", manifest: true, entry };
    expect(coverage).toEqual({
      agent: "bot",
      tools: [
        { name: "echo", ...held, purposes: ["support", "support/refund"] },
        { name: "guarded", ...held, purposes: ["support/refund"] },
        { name: "forbidden", ...held, purposes: [] },
      ],
      opaque: [],
      middleware: { ambit: true, after: [] },
      agents: [],
    });
  });

  it("gives what a tool without an entry says of itself", async () => {
    const { ambit } = await ruled();
    const annotations = { title: "Delete", readOnlyHint: false, destructiveHint: true, openWorldHint: "yes" };
    const drop = tool(() => "gone", {
      name: "drop",
      description: "drops",
      schema: z.object({ path: z.string() }),
      metadata: { annotations },
    });
    const opaque = tool(() => "", {
      name: "opaque",
      description: "a schema without a form in JSON",
      schema: z.object({ at: z.custom<Date>() }).transform((value) => new Map(Object.entries(value))),
    });
    const graph = ambit.protect(graphOf(new ToolNode([drop, opaque, countedTool("echo")])), { agent: "bot" });
    const [first, second, third] = graph.ambit.coverage().tools;
    expect(first).toMatchObject({
      name: "drop",
      manifest: false,
      purposes: [],
      facts: {
        annotations: { readOnlyHint: false, destructiveHint: true },
        schema: { type: "object", properties: { path: { type: "string" } } },
      },
    });
    expect(Object.keys(first?.facts?.annotations ?? {})).toEqual(["readOnlyHint", "destructiveHint"]);
    expect(second?.facts?.annotations).toBeUndefined();
    expect([third?.name, third?.facts]).toEqual(["echo", undefined]);
  });

  it("names what wraps model calls after ambit.middleware(), and nothing before it", async () => {
    const { ambit } = await ruled();
    const made = createAgent({
      model: scriptedModel("hi"),
      tools: [],
      middleware: [
        passing("first"),
        ambit.middleware(),
        createMiddleware({ name: "quiet", beforeModel: () => {} }),
        passing("second"),
        passing("third"),
      ],
    });
    const { middleware } = ambit.protect(made, { agent: "bot" }).ambit.coverage();
    expect(middleware).toEqual({ ambit: true, after: ["second", "third"] });
  });

  it("says that an agent has none, and nothing of it for a graph", async () => {
    const { ambit } = await ruled();
    const bare = createAgent({
      model: scriptedModel("hi"),
      tools: [countedTool("echo")],
      middleware: [passing("x")],
    });
    expect(ambit.protect(bare, { agent: "bot" }).ambit.coverage().middleware).toEqual({
      ambit: false,
      after: [],
    });
    const graph = ambit.protect(graphOf(new ToolNode([countedTool("echo")])), { agent: "bot" });
    expect(graph.ambit.coverage()).not.toHaveProperty("middleware");
  });

  it("tells the net of a tool that came after protect", async () => {
    const { ambit } = await ruled();
    const node = new ToolNode([countedTool("echo")]);
    const graph = ambit.protect(graphOf(node), { agent: "bot" });
    node.tools.push(countedTool("guarded") as never);
    expect(graph.ambit.coverage().tools.map(({ name, layer, sealed }) => [name, layer, sealed])).toEqual([
      ["echo", "seal", true],
      ["guarded", "net", false],
    ]);
    ambit.protect(graph, { agent: "bot" });
    expect(graph.ambit.coverage().tools.map(({ layer }) => layer)).toEqual(["seal", "seal"]);
  });

  it("says of what the provider runs whether the model is offered it", async () => {
    const { ambit } = await ruled();
    const search = { type: "web_search", name: "web_search" };
    const told = (providerTools: readonly string[]): readonly unknown[] => {
      const made = createAgent({
        model: scriptedModel("hi"),
        tools: [search],
        middleware: [ambit.middleware({ providerTools })],
      });
      return ambit
        .protect(made, { agent: "bot" })
        .ambit.coverage()
        .tools.map(({ layer, note }) => [layer, note]);
    };
    expect(told([])).toEqual([["middleware", "runs at the model's provider: not offered to the model"]]);
    expect(told(["web_search"])).toEqual([
      ["elsewhere", "runs at the model's provider: offered, as providerTools says, and not decided"],
    ]);
    const graph = createAgent({ model: scriptedModel("hi"), tools: [search] }).graph;
    expect(ambit.protect(graph, { agent: "bot" }).ambit.coverage().tools).toEqual([]);
  });

  it("follows ambit.delegate to the agent behind it, once", async () => {
    const { ambit } = await ruled();
    const helper = createAgent({
      model: scriptedModel("hi"),
      tools: [countedTool("inner")],
      middleware: [ambit.middleware()],
    });
    const ask = (name: string) => ambit.delegate(helper, { to: "helper", name, description: "asks" });
    const lead = createAgent({
      model: scriptedModel("hi"),
      tools: [ask("ask_helper"), ask("ask_again")],
      middleware: [ambit.middleware()],
    });
    const { agents } = ambit.protect(lead, { agent: "bot" }).ambit.coverage();
    expect(agents).toMatchObject([
      { agent: "helper", via: "ask_helper", tools: [{ name: "inner", layer: "seal", purposes: ["sales"] }] },
    ]);
    expect(agents[0]).not.toHaveProperty("unseen");
  });

  it("tells a protected agent in a node as an agent of its own, with what it may use itself", async () => {
    const { ambit } = await ruled();
    const shared = countedTool("echo");
    const helper = createAgent({
      model: scriptedModel("hi"),
      tools: [shared, countedTool("inner")],
      middleware: [ambit.middleware()],
    });
    const graphOfHelper = helper.graph as never as ReturnType<typeof graphOf>;
    const made = new StateGraph(MessagesAnnotation)
      .addNode("helper", graphOfHelper)
      .addNode("tools", new ToolNode([shared]))
      .addEdge(START, "helper")
      .addEdge("helper", "tools")
      .compile();
    const outer = ambit.protect(made, { agent: "bot" });
    const before = outer.ambit.coverage();
    expect([before.tools.length, before.agents]).toEqual([2, []]);
    ambit.protect(helper, { agent: "helper" });
    const { tools, agents } = outer.ambit.coverage();
    expect(tools.map(({ name, path }) => [name, path])).toEqual([["echo", "tools"]]);
    expect(agents).toMatchObject([
      {
        agent: "helper",
        via: "helper",
        middleware: { ambit: true, after: [] },
        tools: [
          { name: "echo", layer: "seal", purposes: [] },
          { name: "inner", layer: "seal", purposes: ["sales"] },
        ],
      },
    ]);
  });

  it("comes to an end where two agents delegate to each other", async () => {
    const { ambit } = await ruled();
    const tools: never[] = [];
    const helper = graphOf(new ToolNode(tools));
    const ask = ambit.delegate(helper as never, { to: "helper", name: "ask_helper", description: "asks" });
    const lead = ambit.protect(graphOf(new ToolNode([ask])), { agent: "bot" });
    const back = ambit.delegate(lead as never, { to: "bot", name: "ask_bot", description: "asks back" });
    (helper.nodes["tools"] as never as { bound: { tools: object[] } }).bound.tools.push(back);
    const told = lead.ambit.coverage().agents;
    expect(told.map(({ agent, agents }) => [agent, agents])).toEqual([["helper", []]]);
  });
});
