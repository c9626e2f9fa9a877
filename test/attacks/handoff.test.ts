import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import { type StructuredTool, tool } from "@langchain/core/tools";
import { Command, MemorySaver, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { createHandoffTool, createSwarm } from "@langchain/langgraph-swarm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { crew, crossed, judged, member, transfer, WORK } from "../house/crew.ts";
import type { House } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

const call = (...names: readonly string[]) => names.map((name) => ({ name }));
type Turns = readonly (string | readonly { readonly name: string }[])[];

interface Cast {
  readonly ofAlice: Turns;
  /** Alice's tools beside `look`, `save` and `erase`. */
  readonly passes: readonly object[];
  readonly ofBob?: Turns;
  readonly isBobProtected?: boolean;
  readonly options?: object;
}

/** A swarm of Alice, who may not erase, and Bob, who may. */
async function swarm({
  ofAlice,
  passes,
  ofBob = [call("erase"), "done"],
  isBobProtected = true,
  options,
}: Cast) {
  const made = await crew();
  const tools = { look: noted("look"), save: noted("save"), erase: noted("erase") };
  const own = Object.values(tools);
  const alice = member(made, { name: "alice", turns: ofAlice, tools: [...own, ...passes] });
  const bob = member(made, { name: "bob", turns: ofBob, tools: own });
  made.ambit.protect(alice, { agent: "alice" });
  if (isBobProtected) made.ambit.protect(bob, { agent: "bob" });
  const nodes = [alice.graph, bob.graph] as never[];
  const builder = createSwarm({ agents: nodes, defaultActiveAgent: "alice" });
  // a tool of the test's own does not tell the swarm where it leads
  Object.assign((builder.nodes as Readonly<Record<string, object>>)["alice"] ?? {}, { ends: ["bob"] });
  const team = made.ambit.protect(builder.compile(options as never), { agent: "team" });
  return { made, tools, team };
}

const toBob = (): object => createHandoffTool({ agentName: "bob" });
const run = <T>({ ambit }: House, fn: () => Promise<T>, more: object = {}): Promise<T> =>
  ambit.run({ ...WORK, ...more }, fn);

/** A tool of a test, with whatever body. */
function own(
  name: string,
  body: (config: { configurable: Record<string, unknown> }) => unknown,
): StructuredTool {
  return tool(((_: object, config: never) => body(config)) as never, {
    name,
    description: name,
    schema: z.object({}),
  }) as never;
}

const done = (name: string) => new ToolMessage({ content: "transferred", name, tool_call_id: "x" });
const BEYOND = "erase team>alice>bob policy_no_match";

describe("a caller who names the active agent", () => {
  it("L2: gets no more than the graph has: the agent is a delegate of it", async () => {
    const { made, tools, team } = await swarm({ ofAlice: ["done"], passes: [toBob()] });
    const allow = [{ tool: "look" }, { tool: "save" }];
    await run(made, () => team.invoke({ ...HELLO, activeAgent: "bob" } as never), { allow });
    expect(judged(made)).toEqual(["erase team>bob tool_not_granted"]);
    expect(crossed(made, "delegate", "handoff")).toEqual(["delegate team>bob"]);
    expect(tools.erase.ran).toEqual([]);
  });

  it("L2: does not get rid of a handoff by starting the thread again at its target", async () => {
    const options = { checkpointer: new MemorySaver() };
    const { made, tools, team } = await swarm({
      ofAlice: [call("transfer_to_bob")],
      passes: [toBob()],
      ofBob: ["hello", call("erase"), "done"],
      options,
    });
    const config = { configurable: { thread_id: "t1" } };
    await run(made, async () => {
      await team.invoke(HELLO as never, config);
      await team.invoke({ messages: [new HumanMessage("and now?")] } as never, config);
      await team.invoke({ ...HELLO, activeAgent: "bob" } as never, config);
    });
    expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", BEYOND]);
    expect(crossed(made, "handoff")).toHaveLength(3);
    expect(tools.erase.ran).toEqual([]);
  });
});

describe("two who hand back and forth", () => {
  it("L2: stay bound by each other over many turns of a thread, and their chain does not grow", async () => {
    const made = await crew();
    const handing = (name: string, to: string) =>
      made.ambit.protect(
        member(made, {
          name,
          turns: Array.from({ length: 8 }, () => ["hello", call(`transfer_to_${to}`)]).flat(),
          tools: [createHandoffTool({ agentName: to }) as never],
        }),
        { agent: name },
      ).graph;
    const agents = [handing("alice", "bob"), handing("bob", "alice")] as never[];
    const swarmed = createSwarm({ agents, defaultActiveAgent: "alice" });
    const team = made.ambit.protect(swarmed.compile({ checkpointer: new MemorySaver() } as never), {
      agent: "team",
    });
    const turn = () => team.invoke(HELLO as never, { configurable: { thread_id: "t1" } });
    for (let turns = 0; turns < 12; turns++) await run(made, turn);
    expect(judged(made).slice(-2)).toEqual([
      "transfer_to_alice team>bob>alice>bob ok",
      "transfer_to_bob team>alice>bob>alice ok",
    ]);
  });
});

describe("a giver", () => {
  it("L7: calls no tool any more after it has handed over, from wherever its code still runs", async () => {
    let late: Promise<unknown> | undefined;
    let goOn: () => void = () => {};
    const isBobs = new Promise<void>((resolve) => (goOn = resolve));
    const saved = noted("save");
    const sneaky = own("look", () => {
      late = isBobs.then(() => saved.invoke({})).catch((error: unknown) => error);
      return "looked";
    });
    const made = await crew();
    const wake = noted("save", async () => {
      goOn();
      await late;
      return "saved";
    });
    made.ambit.tools([saved]);
    const alice = member(made, {
      name: "alice",
      turns: [call("look"), call("transfer_to_bob")],
      tools: [sneaky, toBob()],
    });
    const bob = member(made, { name: "bob", turns: [call("save"), "done"], tools: [wake] });
    made.ambit.protect(alice, { agent: "alice" });
    made.ambit.protect(bob, { agent: "bob" });
    const graphs = [alice.graph, bob.graph] as never[];
    const team = made.ambit.protect(createSwarm({ agents: graphs, defaultActiveAgent: "alice" }).compile(), {
      agent: "team",
    });
    await run(made, () => team.invoke(HELLO as never));
    expect(await late).toMatchObject({ reason: "handoff_suspended" });
    expect(saved.ran).toEqual([]);
    expect(judged(made)).toContain("save team>alice handoff_suspended");
    expect(wake.ran).toHaveLength(1);
  });

  it("L2: binds both targets when it hands over twice in one turn", async () => {
    const made = await crew();
    const erase = noted("erase");
    const alice = member(made, {
      name: "alice",
      turns: [call("transfer_to_bob", "transfer_to_carol")],
      tools: [toBob(), createHandoffTool({ agentName: "carol" })],
    });
    const eraser = (name: string) => member(made, { name, turns: [call("erase"), "done"], tools: [erase] });
    const agents = { alice, bob: eraser("bob"), carol: eraser("carol") };
    for (const [agent, each] of Object.entries(agents)) made.ambit.protect(each, { agent });
    const graphs = Object.values(agents).map(({ graph }) => graph) as never[];
    const team = made.ambit.protect(createSwarm({ agents: graphs, defaultActiveAgent: "alice" }).compile(), {
      agent: "team",
    });
    await run(made, () => team.invoke(HELLO as never));
    const erasures = judged(made).filter((each) => each.startsWith("erase"));
    expect(erasures.length).toBeGreaterThan(0);
    expect(erasures.every((each) => /^erase team>alice>(bob|carol) policy_no_match$/u.test(each))).toBe(true);
    expect(erase.ran).toEqual([]);
  });

  it("L2: binds its target when the handoff was made among other calls inside a tool", async () => {
    const inner = transfer("transfer_to_bob", "bob");
    const look = noted("look");
    const both = own("save", async () => {
      const [command] = await Promise.all([inner.invoke({}), look.invoke({})]);
      return command;
    });
    const made = await crew();
    const erase = noted("erase");
    made.ambit.tools([inner, look]);
    const alice = member(made, { name: "alice", turns: [call("save")], tools: [both] });
    made.ambit.protect(alice, { agent: "alice" });
    const bob = member(made, { name: "bob", turns: [call("erase"), "done"], tools: [erase] });
    made.ambit.protect(bob, { agent: "bob" });
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("alice", alice.graph as never, { ends: ["bob"] })
      .addNode("bob", bob.graph as never)
      .addEdge(START, "alice")
      .compile();
    made.ambit.protect(graph, { agent: "team" });
    await run(made, () => graph.invoke(HELLO));
    expect(judged(made).toSorted()).toEqual(
      [BEYOND, "look team>alice ok", "save team>alice ok", "transfer_to_bob team>alice ok"].toSorted(),
    );
  });

  it("L2: binds its target in a team that is not protected and works in the body of a tool", async () => {
    const made = await crew();
    const erase = noted("erase");
    const alice = member(made, { name: "alice", turns: [call("transfer_to_bob")], tools: [toBob()] });
    const bob = member(made, { name: "bob", turns: [call("erase"), "done"], tools: [erase] });
    made.ambit.protect(alice, { agent: "alice" });
    made.ambit.protect(bob, { agent: "bob" });
    const agents = [alice.graph, bob.graph] as never[];
    const open = createSwarm({ agents, defaultActiveAgent: "alice" }).compile();
    const task = noted("task", async () => {
      await open.invoke(HELLO as never);
      return "done";
    });
    const lead = member(made, { name: "team", turns: [call("task"), "done"], tools: [task] });
    made.ambit.protect(lead, { agent: "team" });
    await run(made, () => lead.invoke(HELLO));
    expect(judged(made)).toEqual(["task team ok", "transfer_to_bob team>alice ok", BEYOND]);
    expect(erase.ran).toEqual([]);
  });

  it("L2: is not rid of its target's bounds by an agent that is not protected: that one acts as the graph", async () => {
    const { made, tools, team } = await swarm({
      ofAlice: [call("transfer_to_bob")],
      passes: [toBob()],
      isBobProtected: false,
    });
    const allow = [{ tool: "transfer_to_bob" }, { tool: "save" }];
    await run(made, () => team.invoke(HELLO as never), { allow });
    expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", "erase team tool_not_granted"]);
    expect(tools.erase.ran).toEqual([]);
  });
});

/** Ways to hide where a Command goes. */
const DISGUISES: readonly (readonly [string, () => object])[] = [
  ["a proxy", () => new Proxy(new Command({ goto: "bob", graph: Command.PARENT }), {})],
  [
    "a getter",
    () => {
      const command = new Command({ goto: "carol", graph: Command.PARENT });
      return Object.defineProperty(command, "goto", { get: () => ["bob"] });
    },
  ],
  [
    "a proxied list",
    () => Object.assign(new Command({ goto: "x", graph: Command.PARENT }), { goto: new Proxy(["bob"], {}) }),
  ],
];

describe("a Command in disguise", () => {
  it.each(DISGUISES)("L2: binds its target all the same: %s", async (_name, make) => {
    const pass = own("transfer_to_bob", () =>
      Object.assign(make(), { update: { messages: [done("transfer_to_bob")] } }),
    );
    const { made, tools, team } = await swarm({ ofAlice: [call("transfer_to_bob")], passes: [pass] });
    await run(made, () => team.invoke(HELLO as never));
    expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", BEYOND]);
    expect(tools.erase.ran).toEqual([]);
  });

  it("L2: binds its target although the tool rewrites the config in which it was called", async () => {
    const pass = own("transfer_to_bob", ({ configurable }) => {
      Object.assign(configurable, { checkpoint_ns: "elsewhere:1|tools:2" });
      return new Command({
        goto: "bob",
        graph: Command.PARENT,
        update: { messages: [done("transfer_to_bob")] },
      });
    });
    const { made, team } = await swarm({ ofAlice: [call("transfer_to_bob")], passes: [pass] });
    await run(made, () => team.invoke(HELLO as never));
    expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", BEYOND]);
  });

  it("is none when it is only data: nobody is suspended by what a tool has read", async () => {
    const data = { lg_name: "Command", graph: Command.PARENT, goto: "bob" };
    const pass = own("look", () => data);
    const state = { messages: [new HumanMessage({ content: "go", additional_kwargs: { data } })] };
    const made = await crew();
    const save = noted("save");
    const alice = member(made, {
      name: "alice",
      turns: [call("look"), call("save"), "done"],
      tools: [pass, save],
    });
    made.ambit.protect(alice, { agent: "alice" });
    const end = await run(made, () => alice.invoke(state));
    expect(answers(end).at(-1)).toBe("save success: save ok");
    expect(judged(made)).toEqual(["look alice ok", "save alice ok"]);
    expect(crossed(made, "handoff")).toEqual([]);
  });
});
