import { scriptedModel } from "@ambit/testkit/model";
import { createSupervisor } from "@langchain/langgraph-supervisor";
import { createHandoffTool, createSwarm } from "@langchain/langgraph-swarm";
import { MemorySaver } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { crew, crossed, judged, member, turns, WORK } from "../house/crew.ts";
import { call, graphOf, toolsOf, type Turns } from "../house/teams.ts";
import { answers, HELLO } from "../house/tools.ts";

const BEYOND = "erase team>alice>bob policy_no_match";

describe("a swarm", () => {
  /** Alice begins; each hands over to the other as its turns say. */
  async function swarm(ofAlice: Turns, ofBob: Turns, checkpointer?: MemorySaver) {
    const made = await crew();
    const tools = toolsOf();
    const toBob = { tools, handoffs: [createHandoffTool({ agentName: "bob" })] };
    const toAlice = { tools, handoffs: [createHandoffTool({ agentName: "alice" })] };
    const agents = [graphOf(made, "alice", toBob, ...ofAlice), graphOf(made, "bob", toAlice, ...ofBob)];
    const graph = createSwarm({ agents, defaultActiveAgent: "alice" }).compile(
      checkpointer === undefined ? {} : { checkpointer },
    );
    return { made, tools, graph: made.ambit.protect(graph, { agent: "team" }) };
  }

  it("L2: handoff × swarm: the target may do what it and its giver may, and no more", async () => {
    const { made, tools, graph } = await swarm(
      [call("transfer_to_bob")],
      [call("save"), call("erase"), "done"],
    );
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

  it("L2: handoff × next turn of a swarm: begins with the target, bound by what was handed over to it", async () => {
    const turnsOfBob = [call("save"), "saved", call("erase"), "erased"];
    const { made, tools, graph } = await swarm([call("transfer_to_bob")], turnsOfBob, new MemorySaver());
    const thread = { configurable: { thread_id: "talk" } };
    await made.ambit.run(WORK, () => graph.invoke(HELLO, thread));
    await made.ambit.run(WORK, () => graph.invoke(HELLO, thread));
    expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", "save team>alice>bob ok", BEYOND]);
    expect(tools.erase.ran).toEqual([]);
  });

  it("L2: hands over no deeper than the request says, and tells the model of it", async () => {
    const play = async (request: object) => {
      const { made, graph } = await swarm([call("transfer_to_bob")], [call("transfer_to_alice")]);
      // both go on for ever: the last answer of whoever is stopped ends the run at the host's recursion limit
      await expect(made.ambit.run({ ...WORK, ...request }, () => graph.invoke(HELLO))).rejects.toThrow(
        "Recursion",
      );
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
    const bob = graphOf(
      made,
      "bob",
      { tools, handoffs: [] },
      call("save"),
      call("erase"),
      "done",
      call("look"),
      "done",
    );
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
