import { edgeModel } from "@ambit/policy";
import { scriptedModel } from "@ambit/testkit/model";
import { type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { Command, MessagesAnnotation, Send, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { describe, expect, it } from "vitest";
import { crew, crossed, judged, transfer, WORK } from "../house/crew.ts";
import { call, graphOf, graphWith, toolsOf } from "../house/teams.ts";
import { HELLO } from "../house/tools.ts";

const BEYOND = "erase team>alice>bob policy_no_match";

describe("a Command to the parent graph", () => {
  it.each(["v1", "v2"] as const)(
    "L2: handoff × Command PARENT: from a tool of createAgent %s, the target acts below the giver",
    async (version) => {
      const made = await crew();
      const tools = toolsOf();
      const alice = graphOf(
        made,
        "alice",
        { tools, handoffs: [transfer("transfer_to_bob", "bob")], version },
        call("transfer_to_bob"),
      );
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
    const inner = graphOf(
      made,
      "alice",
      { tools, handoffs: [transfer("transfer_to_bob", "bob")] },
      call("transfer_to_bob"),
    );
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
    const alice = graphOf(
      made,
      "alice",
      { tools, handoffs: [stay] },
      call("transfer_to_bob"),
      call("save"),
      "done",
    );
    const team = made.ambit.protect(graphWith({ alice }), { agent: "team" });
    await made.ambit.run(WORK, () => team.invoke(HELLO));
    expect(judged(made)).toContain("save team>alice ok");
    expect(crossed(made, "handoff")).toEqual([]);
  });

  it("never exists when its call was denied", async () => {
    const made = await crew();
    const tools = toolsOf();
    const pass = transfer("transfer_to_bob", "bob");
    const alice = graphOf(
      made,
      "alice",
      { tools, handoffs: [pass] },
      call("transfer_to_bob"),
      call("save"),
      "done",
    );
    const bob = graphOf(made, "bob", { tools, handoffs: [] }, "done");
    const team = made.ambit.protect(graphWith({ alice, bob }), { agent: "team" });
    await made.ambit.run({ ...WORK, allow: [{ tool: "save" }] }, () => team.invoke(HELLO));
    expect(judged(made)).toEqual(["transfer_to_bob team>alice tool_not_granted", "save team>alice ok"]);
    expect(crossed(made, "handoff")).toEqual([]);
  });
});

describe("rules for edges", () => {
  const OPEN =
    "\np2, O, open, user:alice, team, *, *, **, *, allow\np2, D, delegate, team, alice, *, *, **, *, allow\n";

  async function handedOver(edges: string) {
    const made = await crew({ model: edgeModel, rules: `${OPEN}${edges}` });
    const tools = toolsOf();
    const alice = graphOf(
      made,
      "alice",
      { tools, handoffs: [transfer("transfer_to_bob", "bob")] },
      call("transfer_to_bob"),
    );
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
