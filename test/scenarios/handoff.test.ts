import { edgeModel } from "@ambit/policy";
import { scriptedModel } from "@ambit/testkit/model";
import { type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { Command, MessagesAnnotation, Send, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createSupervisor } from "@langchain/langgraph-supervisor";
import { createHandoffTool, createSwarm } from "@langchain/langgraph-swarm";
import { describe, expect, it } from "vitest";
import { crew, crossed, judged, member, transfer, turns, WORK } from "../house/crew.ts";
import type { House } from "../house/house.ts";
import { answers, HELLO, noted, type NotedTool } from "../house/tools.ts";

const call = (...names: readonly string[]) => names.map((name) => ({ name }));

interface Tools {
  readonly look: NotedTool;
  readonly save: NotedTool;
  readonly erase: NotedTool;
}
const toolsOf = (): Tools => ({ look: noted("look"), save: noted("save"), erase: noted("erase") });

type Turns = readonly (string | readonly { readonly name: string }[])[];

interface Setting {
  readonly tools: Tools;
  readonly handoffs: readonly object[];
  readonly version?: "v1" | "v2";
}

/** The graph of a protected agent. */
function graphOf(made: House, name: string, { tools, handoffs, version = "v2" }: Setting, ...played: Turns): never {
  const agent = member(made, { name, turns: played, tools: [...Object.values(tools), ...handoffs], version });
  return made.ambit.protect(agent, { agent: name }).graph as never;
}

/** A graph that starts with its first node; whoever else runs in it is handed over to. */
function graphWith(nodes: Readonly<Record<string, unknown>>) {
  const names = Object.keys(nodes);
  let graph = new StateGraph(MessagesAnnotation) as never as {
    addNode(name: string, node: unknown, options: object): typeof graph;
    addEdge(from: string, to: string): typeof graph;
    compile(): { invoke(input: object): Promise<unknown> };
  };
  for (const [name, node] of Object.entries(nodes)) graph = graph.addNode(name, node, { ends: names });
  return graph.addEdge(START, names[0] as string).compile();
}

const BEYOND = "erase team>alice>bob policy_no_match";

describe("a swarm", () => {
  /** Alice begins; each hands over to the other as its turns say. */
  async function swarm(ofAlice: Turns, ofBob: Turns) {
    const made = await crew();
    const tools = toolsOf();
    const toBob = { tools, handoffs: [createHandoffTool({ agentName: "bob" })] };
    const toAlice = { tools, handoffs: [createHandoffTool({ agentName: "alice" })] };
    const agents = [graphOf(made, "alice", toBob, ...ofAlice), graphOf(made, "bob", toAlice, ...ofBob)];
    const graph = createSwarm({ agents, defaultActiveAgent: "alice" }).compile();
    return { made, tools, graph: made.ambit.protect(graph, { agent: "team" }) };
  }

  it("L2: handoff × swarm: the target may do what it and its giver may, and no more", async () => {
    const { made, tools, graph } = await swarm([call("transfer_to_bob")], [call("save"), call("erase"), "done"]);
    await made.ambit.run(WORK, () => graph.invoke(HELLO));
    expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", "save team>alice>bob ok", BEYOND]);
    expect([tools.save.ran.length, tools.erase.ran.length]).toEqual([1, 0]);
    const [edge] = made.of("edge").filter(({ edge: kind }) => kind === "handoff");
    expect(edge?.removed).toEqual(["depth 2 → 1"]);
    expect(edge?.decision).toBe(made.of("decision")[0]?.decision);
    expect(made.of("decision").map(({ depth }) => depth)).toEqual([1, 2, 2]);
  });

  it("L2: an agent that is entered anew acts again, below the one that handed back to it", async () => {
    const { made, graph } = await swarm(
      [call("save"), call("transfer_to_bob"), call("save"), "done"],
      [call("transfer_to_alice")],
    );
    await made.ambit.run(WORK, () => graph.invoke(HELLO));
    expect(judged(made)).toEqual([
      "save team>alice ok",
      "transfer_to_bob team>alice ok",
      "transfer_to_alice team>alice>bob ok",
      "save team>alice>bob>alice ok",
    ]);
  });

  it("L2: hands over no deeper than the request says, and tells the model of it", async () => {
    const play = async (request: object) => {
      const { made, graph } = await swarm([call("transfer_to_bob")], [call("transfer_to_alice")]);
      // both go on for ever: the last answer of whoever is stopped ends the run at the host's recursion limit
      await expect(made.ambit.run({ ...WORK, ...request }, () => graph.invoke(HELLO))).rejects.toThrow("Recursion");
      return crossed(made, "handoff");
    };
    const three = await play({});
    expect(three.slice(0, 3)).toEqual([
      "handoff team>alice>bob",
      "handoff team>alice>bob>alice",
      "handoff team>alice>bob>alice>bob depth_exceeded",
    ]);
    expect((await play({ depth: 1 })).slice(0, 1)).toEqual(["handoff team>alice>bob depth_exceeded"]);
    expect(await play({ depth: 8 })).toContain("handoff team>alice>bob>alice>bob>alice>bob");
  });
});

describe("a supervisor", () => {
  it("L2: handoff × supervisor: its workers act below it, anew each time", async () => {
    const made = await crew();
    const tools = toolsOf();
    const bob = graphOf(made, "bob", { tools, handoffs: [] }, call("save"), call("erase"), "done", call("look"), "done");
    const llm = scriptedModel(turns(call("transfer_to_bob"), call("transfer_to_bob"), "all done"));
    const graph = createSupervisor({ agents: [bob], llm, supervisorName: "boss" }).compile();
    const team = made.ambit.protect(graph, { agent: "alice" });
    await made.ambit.run(WORK, () => team.invoke(HELLO));
    expect(judged(made)).toEqual([
      "transfer_to_bob alice ok",
      "save alice>bob ok",
      "erase alice>bob policy_no_match",
      "transfer_to_bob alice ok",
      "look alice>bob ok",
    ]);
    expect(crossed(made, "open", "delegate", "handoff")).toEqual([
      "open alice",
      "handoff alice>bob",
      "handoff alice>bob",
    ]);
    expect(tools.erase.ran).toEqual([]);
  });

  it("has its own handoff tools sealed, and in need of a manifest entry", async () => {
    const made = await crew();
    const bob = graphOf(made, "bob", { tools: toolsOf(), handoffs: [] }, "done");
    const named = Object.assign(member(made, { name: "dan", turns: ["done"], tools: [] }).graph, {});
    const llm = scriptedModel(turns(call("transfer_to_dan"), "all done"));
    const team = made.ambit.protect(createSupervisor({ agents: [bob, named as never], llm }).compile(), {
      agent: "team",
    });
    const transfers = team.ambit.coverage().tools.filter(({ name }) => name.startsWith("transfer"));
    expect(transfers.map(({ name, sealed, manifest }) => [name, sealed, manifest])).toEqual([
      ["transfer_to_bob", true, true],
      ["transfer_to_dan", true, false],
    ]);
    const state = await made.ambit.run(WORK, () => team.invoke(HELLO));
    expect(answers(state)).toEqual(["transfer_to_dan error: AMBIT-D103"]);
    expect(crossed(made, "handoff")).toEqual([]);
  });
});

describe("a Command to the parent graph", () => {
  it.each(["v1", "v2"] as const)(
    "L2: handoff × Command PARENT: from a tool of createAgent %s, the target acts below the giver",
    async (version) => {
      const made = await crew();
      const tools = toolsOf();
      const alice = graphOf(made, "alice", { tools, handoffs: [transfer("transfer_to_bob", "bob")], version }, call("transfer_to_bob"));
      const bob = graphOf(made, "bob", { tools, handoffs: [] }, call("erase"), "done");
      const team = made.ambit.protect(graphWith({ alice, bob }), { agent: "team" });
      await made.ambit.run(WORK, () => team.invoke(HELLO));
      expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", BEYOND]);
      expect(tools.erase.ran).toEqual([]);
    },
  );

  it("L2: handoff × Command PARENT: from the prebuilt ToolNode of a plain graph", async () => {
    const made = await crew();
    const tools = toolsOf();
    const model = scriptedModel(call("transfer_to_bob"));
    const alice = new StateGraph(MessagesAnnotation)
      .addNode("think", async ({ messages }) => ({ messages: [await model.invoke(messages)] }))
      .addNode("tools", new ToolNode([transfer("transfer_to_bob", "bob")]))
      .addEdge(START, "think")
      .addEdge("think", "tools")
      .compile();
    made.ambit.protect(alice, { agent: "alice" });
    const bob = graphOf(made, "bob", { tools, handoffs: [] }, call("erase"), "done");
    const team = made.ambit.protect(graphWith({ alice, bob }), { agent: "team" });
    await made.ambit.run(WORK, () => team.invoke(HELLO));
    expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", BEYOND]);
  });

  it("L2: handoff × Command PARENT: from a node, without any tool", async () => {
    const made = await crew();
    const tools = toolsOf();
    const alice = new StateGraph(MessagesAnnotation)
      .addNode("leave", () => new Command({ goto: "bob", graph: Command.PARENT }))
      .addEdge(START, "leave")
      .compile();
    made.ambit.protect(alice, { agent: "alice" });
    const bob = graphOf(made, "bob", { tools, handoffs: [] }, call("erase"), "done");
    const team = made.ambit.protect(graphWith({ alice, bob }), { agent: "team" });
    await made.ambit.run(WORK, () => team.invoke(HELLO));
    expect(judged(made)).toEqual([BEYOND]);
    expect(crossed(made, "handoff")).toEqual(["handoff team>alice>bob"]);
  });

  const send = (name: string) => new Send(name, { messages: [new HumanMessage(name)] as BaseMessage[] });
  it.each([
    ["several names", ["bob", "carol"]],
    ["Send targets", [send("bob"), send("carol")]],
    ["both", ["bob", send("carol")]],
  ])("L2: binds each of its targets, given as %s", async (_name, goto) => {
    const made = await crew();
    const tools = toolsOf();
    const pass = transfer("transfer_to_bob", goto as never);
    const alice = graphOf(made, "alice", { tools, handoffs: [pass] }, call("transfer_to_bob"));
    const bob = graphOf(made, "bob", { tools, handoffs: [] }, call("erase"), "done");
    const carol = graphOf(made, "carol", { tools, handoffs: [] }, call("erase"), "done");
    const team = made.ambit.protect(graphWith({ alice, bob, carol }), { agent: "team" });
    await made.ambit.run(WORK, () => team.invoke(HELLO));
    expect(judged(made).slice(1).toSorted()).toEqual([BEYOND, BEYOND.replace("bob", "carol")]);
    expect(tools.erase.ran).toEqual([]);
  });

  it("L2: handoff × Command PARENT from a nested subgraph: moves one level up, and binds there", async () => {
    const made = await crew();
    const tools = toolsOf();
    const inner = graphOf(made, "alice", { tools, handoffs: [transfer("transfer_to_bob", "bob")] }, call("transfer_to_bob"));
    const bob = graphOf(made, "bob", { tools, handoffs: [] }, call("erase"), "done");
    // two graphs around alice: one without an agent of its own, one with the team's
    const desk = graphWith({ alice: inner, bob });
    const team = made.ambit.protect(graphWith({ desk, bob: () => ({}) }), { agent: "team" });
    await made.ambit.run(WORK, () => team.invoke(HELLO));
    expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", BEYOND]);
  });

  it("L2: suspends a subgraph that is no agent by itself, not the agent around it", async () => {
    const made = await crew();
    const tools = toolsOf();
    const pass = transfer("transfer_to_bob", "end");
    const inner = graphWith({ tools: new ToolNode([pass]) });
    const after = new ToolNode([tools.save]);
    const asking = (name: string) => scriptedModel(call(name)).invoke([]);
    const alice = new StateGraph(MessagesAnnotation)
      .addNode("begin", async () => ({ messages: [await asking("transfer_to_bob")] }))
      .addNode("inner", inner as never, { ends: ["end"] })
      .addNode("end", async () => ({ messages: [await asking("save")] }))
      .addNode("after", after)
      .addEdge(START, "begin")
      .addEdge("begin", "inner")
      .addEdge("end", "after")
      .compile();
    const agent = made.ambit.protect(alice, { agent: "alice" });
    await made.ambit.run(WORK, () => agent.invoke(HELLO));
    expect(judged(made)).toEqual(["transfer_to_bob alice ok", "save alice ok"]);
  });

  it("is no handoff without the parent: the agent goes on in its own graph", async () => {
    const made = await crew();
    const tools = toolsOf();
    const stay = transfer("transfer_to_bob", "model_request", "");
    const alice = graphOf(made, "alice", { tools, handoffs: [stay] }, call("transfer_to_bob"), call("save"), "done");
    const team = made.ambit.protect(graphWith({ alice }), { agent: "team" });
    await made.ambit.run(WORK, () => team.invoke(HELLO));
    expect(judged(made)).toContain("save team>alice ok");
    expect(crossed(made, "handoff")).toEqual([]);
  });

  it("never exists when its call was denied", async () => {
    const made = await crew();
    const tools = toolsOf();
    const pass = transfer("transfer_to_bob", "bob");
    const alice = graphOf(made, "alice", { tools, handoffs: [pass] }, call("transfer_to_bob"), call("save"), "done");
    const bob = graphOf(made, "bob", { tools, handoffs: [] }, "done");
    const team = made.ambit.protect(graphWith({ alice, bob }), { agent: "team" });
    await made.ambit.run({ ...WORK, allow: [{ tool: "save" }] }, () => team.invoke(HELLO));
    expect(judged(made)).toEqual(["transfer_to_bob team>alice tool_not_granted", "save team>alice ok"]);
    expect(crossed(made, "handoff")).toEqual([]);
  });
});

describe("rules for edges", () => {
  const OPEN = "\np2, O, open, user:alice, team, *, *, **, *, allow\np2, D, delegate, team, alice, *, *, **, *, allow\n";

  async function handedOver(edges: string) {
    const made = await crew({ model: edgeModel, rules: `${OPEN}${edges}` });
    const tools = toolsOf();
    const alice = graphOf(made, "alice", { tools, handoffs: [transfer("transfer_to_bob", "bob")] }, call("transfer_to_bob"));
    const bob = graphOf(made, "bob", { tools, handoffs: [] }, call("look"), call("save"), "done");
    const team = made.ambit.protect(graphWith({ alice, bob }), { agent: "team" });
    return { made, done: made.ambit.run(WORK, () => team.invoke(HELLO)) };
  }

  it("L2: let over a handoff what a p2 row of that edge carries", async () => {
    const { made, done } = await handedOver("p2, H, handoff, alice, bob, *, read, **, *, allow\n");
    await done;
    expect(judged(made).slice(1)).toEqual(["look team>alice>bob ok", "save team>alice>bob edge_denied"]);
    expect(made.of("decision").at(-1)?.refusedBy).toEqual({ edge: "handoff", what: "alice → bob" });
  });

  it("L2: refuse a target to which nothing is carried: a delegation from the team is no way round", async () => {
    const { made, done } = await handedOver("p2, D2, delegate, team, bob, *, *, **, *, allow\n");
    await expect(done).rejects.toMatchObject({ reason: "edge_denied" });
    expect(crossed(made, "handoff")).toEqual(["handoff team>alice>bob edge_denied"]);
  });
});
