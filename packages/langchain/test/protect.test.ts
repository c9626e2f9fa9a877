import { scriptedModel } from "@ambit/testkit/model";
import { AIMessage } from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { InMemoryCache } from "@langchain/langgraph-checkpoint";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent, createMiddleware } from "langchain";
import { describe, expect, it, vi } from "vitest";
import { answers, countedTool, HELLO } from "./support/tools.ts";
import { ALICE, world } from "./support/world.ts";

const failure = (reason: string): unknown => expect.objectContaining({ reason });
const callOf = (name: string) => ({
  messages: [new AIMessage({ content: "", tool_calls: [{ name, args: {}, id: "c1", type: "tool_call" }] })],
});

describe("protect", () => {
  it("covers an agent in place: its tools, those of its middleware, and the way in", async () => {
    const { ambit, of } = await world();
    const other = createMiddleware({ name: "other", tools: [countedTool("inner")] });
    const made = createAgent({
      model: scriptedModel([{ name: "echo" }, { name: "inner" }, { name: "forbidden" }], "done"),
      tools: [countedTool("echo"), countedTool("forbidden")],
      middleware: [other, ambit.middleware()],
    });
    const agent = ambit.protect(made, { agent: "bot" });
    expect(agent).toBe(made);
    const { tools } = agent.ambit.coverage();
    expect(tools.map(({ name, path, layer, manifest }) => [name, path, layer, manifest])).toEqual([
      ["echo", "", "seal", true],
      ["forbidden", "", "seal", true],
      ["inner", "other", "seal", true],
    ]);
    const state = await ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(answers(state)).toEqual([
      "echo success: echo ok",
      "inner success: inner ok",
      expect.stringMatching(/^forbidden error: AMBIT-D302: /u),
    ]);
    expect(of("edge")[0]).toMatchObject({ edge: "open", actors: ["bot"] });
  });

  it("enters the agent through agent.graph, too", async () => {
    const { ambit, of } = await world();
    const model = scriptedModel([{ name: "echo" }], "done");
    const agent = ambit.protect(
      createAgent({ model, tools: [countedTool("echo")], middleware: [ambit.middleware()] }),
      {
        agent: "bot",
      },
    );
    await ambit.run(ALICE, () => agent.graph.invoke(HELLO as never));
    expect(of("decision")).toMatchObject([{ actors: ["bot"], effect: "allow" }]);
  });

  it("covers a compiled graph with a prebuilt ToolNode, also where it is nested", async () => {
    const { ambit, of } = await world();
    const team = new StateGraph(MessagesAnnotation)
      .addNode("tools", new ToolNode([countedTool("echo"), countedTool("forbidden")]))
      .addEdge(START, "tools")
      .compile();
    const outer = new StateGraph(MessagesAnnotation).addNode("team", team).addEdge(START, "team").compile();
    const graph = ambit.protect(outer, { agent: "bot" });
    expect(graph.ambit.coverage().tools.map(({ name, path, sealed }) => [name, path, sealed])).toEqual([
      ["echo", "team/tools", true],
      ["forbidden", "team/tools", true],
    ]);
    await ambit.run(ALICE, async () => {
      expect(answers(await graph.invoke(callOf("echo")))).toEqual(["echo success: echo ok"]);
      expect(answers(await graph.invoke(callOf("forbidden")))).toEqual([
        expect.stringContaining("AMBIT-D302"),
      ]);
    });
    expect(of("decision").map(({ actors }) => actors)).toEqual([["bot"], ["bot"]]);
  });

  it("does nothing new on a second call with the same options, and conflicts with others", async () => {
    const { ambit } = await world();
    const made = createAgent({ model: scriptedModel("hi"), tools: [], middleware: [ambit.middleware()] });
    const agent = ambit.protect(made, { agent: "bot" });
    const { invoke } = Object.getOwnPropertyDescriptors(agent);
    expect(ambit.protect(made, { agent: "bot" })).toBe(agent);
    expect(Object.getOwnPropertyDescriptor(agent, "invoke")?.value).toBe(invoke?.value);
    expect(() => ambit.protect(made, { agent: "helper" })).toThrow(failure("protect_conflict"));
    expect(() => ambit.protect(made.graph, { agent: "helper" })).toThrow(failure("protect_conflict"));
    const second = await world();
    expect(() => second.ambit.protect(made.graph, { agent: "bot" })).toThrow(failure("protect_conflict"));
  });

  it("covers what withConfig makes", async () => {
    const { ambit, of } = await world();
    const model = scriptedModel([{ name: "echo" }], "done");
    const agent = ambit.protect(
      createAgent({ model, tools: [countedTool("echo")], middleware: [ambit.middleware()] }),
      {
        agent: "bot",
      },
    );
    const tagged = agent.withConfig({ tags: ["t"] });
    const graph = agent.graph.withConfig({ tags: ["t"] });
    await ambit.run(ALICE, async () => {
      await tagged.invoke(HELLO);
      await graph.invoke(HELLO as never);
    });
    expect(of("decision").map(({ actors }) => actors)).toEqual([["bot"], ["bot"]]);
  });

  it("refuses an agent that carries the middleware of another instance", async () => {
    const { ambit } = await world();
    const other = await world();
    const agent = createAgent({
      model: scriptedModel("hi"),
      tools: [],
      middleware: [other.ambit.middleware()],
    });
    expect(() => ambit.protect(agent, { agent: "bot" })).toThrow(failure("middleware_foreign"));
  });

  it("refuses a reachable tool that cannot be sealed, and says where it hangs", async () => {
    const { ambit } = await world();
    const frozen = Object.freeze(countedTool("echo"));
    const agent = createAgent({
      model: scriptedModel("hi"),
      tools: [frozen],
      middleware: [ambit.middleware()],
    });
    expect(() => ambit.protect(agent, { agent: "bot" })).toThrow(
      expect.objectContaining({ reason: "tool_unsealed", facts: { tool: "echo", path: "" } }),
    );
  });

  it("refuses a tool below a node that caches: one subject would get another's answer", async () => {
    const { ambit } = await world();
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("tools", new ToolNode([countedTool("echo")]), { cachePolicy: true })
      .addEdge(START, "tools")
      .compile({ cache: new InMemoryCache() });
    expect(() => ambit.protect(graph, { agent: "bot" })).toThrow(
      expect.objectContaining({
        reason: "tool_unsealed",
        facts: { tool: "echo", path: "tools", why: "its node caches results" },
      }),
    );
  });

  it("reports a tool that the model's provider runs", async () => {
    const { ambit } = await world();
    const search = { type: "web_search", name: "web_search" };
    const agent = createAgent({
      model: scriptedModel("hi"),
      tools: [search],
      middleware: [ambit.middleware()],
    });
    const { tools } = ambit.protect(agent, { agent: "bot" }).ambit.coverage();
    expect(tools).toEqual([
      {
        name: "web_search",
        path: "",
        sealed: false,
        layer: "middleware",
        manifest: false,
        purposes: [],
        note: "runs at the model's provider: not offered to the model",
      },
    ]);
  });

  it("refuses one where no middleware keeps it from the model", async () => {
    const { ambit } = await world();
    const agent = createAgent({ model: scriptedModel("hi"), tools: [{ type: "web_search" }] });
    expect(() => ambit.protect(agent, { agent: "bot" })).toThrow(
      expect.objectContaining({
        reason: "tool_unsealed",
        facts: { tool: "web_search", why: expect.stringContaining("provider") as string },
      }),
    );
  });

  it("reports nodes that are functions, nested ones too, and none of the host's own", async () => {
    const { ambit } = await world();
    const agent = createAgent({
      model: scriptedModel("hi"),
      tools: [countedTool("echo")],
      middleware: [ambit.middleware(), createMiddleware({ name: "other", beforeModel: () => {} })],
    });
    const team = new StateGraph(MessagesAnnotation)
      .addNode("agent", agent.graph as never)
      .addNode("work", () => ({}))
      .addNode("piped", RunnableLambda.from(() => ({})).pipe(RunnableLambda.from(() => ({}))))
      .addEdge(START, "agent")
      .addEdge(START, "work")
      .addConditionalEdges("work", () => "piped")
      .compile();
    const outer = new StateGraph(MessagesAnnotation).addNode("team", team).addEdge(START, "team").compile();
    const { opaque, tools } = ambit.protect(outer, { agent: "bot" }).ambit.coverage();
    expect(opaque).toEqual(["team/agent/other.before_model", "team/work", "team/piped"]);
    expect(tools.map(({ path }) => path)).toEqual(["team/agent/tools"]);
  });

  it("warns once of an agent without the middleware, and still decides its calls", async () => {
    const { ambit } = await world();
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const model = scriptedModel([{ name: "forbidden" }], "done");
    const made = createAgent({ model, tools: [countedTool("forbidden")] });
    const agent = ambit.protect(made, { agent: "bot" });
    ambit.protect(made, { agent: "bot" });
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
    const state = await ambit.run(ALICE, () => agent.invoke(HELLO));
    expect(answers(state)).toEqual([expect.stringContaining("AMBIT-D302")]);
  });

  it("lets a call outside a run go on: its tools deny no_run", async () => {
    const { ambit } = await world();
    const model = scriptedModel([{ name: "echo" }], "done");
    const echo = countedTool("echo");
    const agent = ambit.protect(createAgent({ model, tools: [echo], middleware: [ambit.middleware()] }), {
      agent: "bot",
    });
    expect(answers(await agent.invoke(HELLO))).toEqual([expect.stringContaining("AMBIT-D101")]);
    expect(echo.ran).toEqual([]);
  });

  it("does not start an agent that holds no rule for the purpose", async () => {
    const { ambit } = await world();
    const model = scriptedModel("hi");
    const agent = ambit.protect(createAgent({ model, tools: [], middleware: [ambit.middleware()] }), {
      agent: "stranger",
    });
    await expect(ambit.run(ALICE, () => agent.invoke(HELLO))).rejects.toMatchObject({
      reason: "open_denied",
    });
    expect(model.offered).toEqual([]);
  });

  it.each([
    [{}, {}],
    [{ graph: 1 }, { agent: "bot" }],
  ])("refuses what is no agent or has no name", async (target, options) => {
    const { ambit } = await world();
    expect(() => ambit.protect(target, options as never)).toThrow(failure("config_invalid"));
  });
});
