import { type Script, scriptedModel } from "@ambit/testkit/model";
import type { StructuredTool } from "@langchain/core/tools";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { type House, house, READ, WRITE } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

/** The lead may look and pass `save` on, but not use it; the writer may save and look; the reader may look. */
const POLICY = {
  rules: `
p, P0, person, *,         *, **, *, *, *,   true, allow, none
p, L1, lead,   look,      *, **, *, *, *,   true, allow, none
p, L2, lead,   save,      *, **, *, *, 1.., true, allow, none
p, L3, lead,   ask_a,     *, **, *, *, *,   true, allow, none
p, W1, writer, save,      *, **, *, *, *,   true, allow, none
p, W2, writer, look,      *, **, *, *, *,   true, allow, none
p, W3, writer, erase,     *, **, *, *, *,   true, allow, none
p, R1, reader, look,      *, **, *, *, *,   true, allow, none
p, A1, chain,  *,         *, **, *, *, *,   true, allow, none
g, user:alice, person
g, boss, lead
g, wendy, writer
g, rita, reader
g, c0, chain
g, c1, chain
g, c2, chain
g, c3, chain
g, c4, chain
g2, ask_wendy, ask_a
g2, ask_rita, ask_a
g3, work/report, work
`,
  tools: {
    look: READ,
    save: WRITE,
    erase: WRITE,
    ask_wendy: READ,
    ask_rita: READ,
    ask_c1: READ,
    ask_c2: READ,
    ask_c3: READ,
    ask_c4: READ,
  },
};
const REQUEST = { subject: "user:alice", purpose: "work", goal: "write a report" } as const;

const ask = (name: string) => ({ name, args: { task: "do it" } });
const toolsOf = () => ({ look: noted("look"), save: noted("save"), erase: noted("erase") });

interface Member {
  readonly calls: Script;
  readonly tools: readonly StructuredTool[];
}

function agentOf({ ambit }: House, { calls, tools }: Member) {
  return createAgent({
    model: scriptedModel(calls, "done"),
    tools: [...tools],
    middleware: [ambit.middleware()],
  });
}

function asTool(made: House, to: string, member: Member, narrowing: object = {}): StructuredTool {
  const agent = agentOf(made, member);
  return made.ambit.delegate(agent, { to, name: `ask_${to}`, description: `asks ${to}`, ...narrowing });
}

/** The lead asks one member, which calls these tools. */
async function team(calls: readonly string[], narrowing: object = {}, options: object = {}) {
  const made = await house(POLICY, options);
  const tools = toolsOf();
  const member = { calls: calls.map((name) => ({ name })), tools: Object.values(tools) };
  const wendy = asTool(made, "wendy", member, narrowing);
  const lead = made.ambit.protect(agentOf(made, { calls: [ask("ask_wendy")], tools: [wendy, tools.save] }), {
    agent: "boss",
  });
  const judged = () =>
    made.of("decision").map(({ tool, actors, reason }) => [tool, actors.join(">"), reason ?? "ok"]);
  return { ...made, tools, lead, judged };
}

describe("an agent that another one calls as a tool", () => {
  it("L2: delegate × ambit.delegate: adds the callee to the chain of actors, and a lead may pass on what it may not use", async () => {
    const { ambit, lead, judged, of, tools } = await team(["save", "look"]);
    await ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(judged()).toEqual([
      ["ask_wendy", "boss", "ok"],
      ["save", "boss>wendy", "ok"],
      ["look", "boss>wendy", "ok"],
    ]);
    expect(tools.save.ran).toHaveLength(1);
    const edges = of("edge").filter(({ edge }) => edge === "open" || edge === "delegate");
    expect(edges.map(({ edge, actors }) => [edge, actors])).toEqual([
      ["open", ["boss"]],
      ["delegate", ["boss", "wendy"]],
    ]);
    expect(edges[1]?.removed).toContain("depth 3 → 2");
    expect(edges[1]?.decision).toBe(of("decision")[0]?.decision);
  });

  it("L2: leaves the lead without the right that it may only pass on", async () => {
    const made = await house(POLICY);
    const save = noted("save");
    const lead = made.ambit.protect(agentOf(made, { calls: [{ name: "save" }], tools: [save] }), {
      agent: "boss",
    });
    const state = await made.ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(answers(state)).toEqual(["save error: AMBIT-D302"]);
    expect(save.ran).toEqual([]);
  });

  it.each([
    [
      "what the task's ceiling lacks",
      ["save"],
      {},
      { allow: [{ tool: "ask_wendy" }, { tool: "look" }] },
      "tool_not_granted",
    ],
    ["what the delegation leaves out", ["save"], { tools: ["look"] }, {}, "tool_not_granted"],
    [
      "resources that the delegation leaves out",
      ["save"],
      { resources: ["tool:look"] },
      {},
      "resource_not_granted",
    ],
    ["what its caller does not hold", ["erase"], {}, {}, "policy_no_match"],
  ])("L2: cannot do %s", async (_name, calls, narrowing, request, reason) => {
    const { ambit, lead, judged, tools } = await team(calls, narrowing);
    await ambit.run({ ...REQUEST, ...request }, () => lead.invoke(HELLO));
    expect(judged().at(-1)).toEqual([calls[0], "boss>wendy", reason]);
    expect([...tools.save.ran, ...tools.erase.ran]).toEqual([]);
  });

  it.each([
    [
      "a name that is misspelt",
      { tools: ["looks"] },
      { tool: "looks", why: "no manifest entry", meant: "look" },
    ],
    [
      "a tool for which the callee has no rule",
      { tools: ["ask_rita"] },
      { tool: "ask_rita", why: "no rule for wendy" },
    ],
  ])("L2: is not made to pass on %s", async (_name, narrowing, facts) => {
    await expect(team(["look"], narrowing)).rejects.toMatchObject({ reason: "delegation_invalid", facts });
    await expect(team(["look"], { purpose: "nothing" })).rejects.toMatchObject({ reason: "purpose_unknown" });
  });

  it.each([
    ["tool save", { tools: ["look", "save"] }],
    ["resource tool:save", { tools: ["look"], resources: ["tool:save"] }],
  ])(
    "L2: is refused at run time for more than its caller holds, and told the clause: %s",
    async (detail, narrowing) => {
      const { ambit, lead, of, tools } = await team(["save"], narrowing);
      const allow = [{ tool: "ask_wendy" }, { tool: "look", resources: ["tool:look"] }];
      const state = await ambit.run({ ...REQUEST, allow }, () => lead.invoke(HELLO));
      expect(answers(state)).toEqual(["ask_wendy error: AMBIT-D222"]);
      expect(of("edge").at(-1)).toMatchObject({ edge: "delegate", refused: "delegation_widens", detail });
      expect(tools.save.ran).toEqual([]);
    },
  );

  it("L2: cannot do what it does not hold itself, whatever its caller may", async () => {
    const made = await house(POLICY);
    const save = noted("save");
    const rita = asTool(made, "rita", { calls: [{ name: "save" }], tools: [save] });
    const lead = made.ambit.protect(agentOf(made, { calls: [ask("ask_rita")], tools: [rita] }), {
      agent: "boss",
    });
    await made.ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(made.of("decision").at(-1)).toMatchObject({ tool: "save", reason: "policy_no_match" });
    expect(save.ran).toEqual([]);
  });

  it("L2: lives no longer than its caller, and shorter if told so", async () => {
    const expiryOf = async (ttl: string) => {
      const { ambit, lead, of } = await team(["look"], { ttl }, { clock: () => 1_000_000 });
      await ambit.run({ ...REQUEST, ttl: "1m" }, () => lead.invoke(HELLO));
      return of("edge").find(({ edge }) => edge === "delegate")?.scope["expiresAt"];
    };
    expect(await expiryOf("10m")).toBe(1_060_000);
    expect(await expiryOf("10s")).toBe(1_010_000);
  });

  it("L2: spends the budget of its caller", async () => {
    const { ambit, lead, judged, tools } = await team(["save", "look", "look"]);
    await ambit.run({ ...REQUEST, budget: { calls: 3, writes: 0 } }, () => lead.invoke(HELLO));
    expect(judged().map(([tool, , reason]) => [tool, reason])).toEqual([
      ["ask_wendy", "ok"],
      ["save", "budget_spent"],
      ["look", "ok"],
      ["look", "ok"],
    ]);
    expect(tools.save.ran).toEqual([]);
  });

  it("L2: goes no deeper than the depth of the grant, by any chain", async () => {
    const made = await house(POLICY);
    const look = noted("look");
    let next: StructuredTool = asTool(made, "c4", { calls: [{ name: "look" }], tools: [look] });
    for (const name of ["c3", "c2", "c1"])
      next = asTool(made, name, { calls: [ask(next.name)], tools: [next] });
    const lead = made.ambit.protect(agentOf(made, { calls: [ask("ask_c1")], tools: [next] }), {
      agent: "c0",
    });
    await made.ambit.run(REQUEST, () => lead.invoke(HELLO));
    const delegations = made.of("edge").filter(({ edge }) => edge === "delegate");
    expect(delegations.map(({ actors, refused }) => [actors.at(-1), refused])).toEqual([
      ["c1", undefined],
      ["c2", undefined],
      ["c3", undefined],
      ["c4", "depth_exceeded"],
    ]);
    expect(delegations.slice(0, 3).map(({ scope }) => scope["depth"])).toEqual([2, 1, 0]);
    expect(look.ran).toEqual([]);
  });

  it("answers its caller with an error, not with the end of the run, when it may not be entered", async () => {
    const made = await house(POLICY);
    let deepest: StructuredTool = asTool(made, "c4", { calls: "hi", tools: [] });
    for (const name of ["c3", "c2", "c1"])
      deepest = asTool(made, name, { calls: [ask(deepest.name)], tools: [deepest] });
    const lead = made.ambit.protect(agentOf(made, { calls: [ask("ask_c1")], tools: [deepest] }), {
      agent: "c0",
    });
    const state = await made.ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(answers(state)).toEqual(["ask_c1 success: done"]);
    expect(made.of("outcome").map(({ status }) => status)).toEqual(["error", "ok", "ok", "ok"]);
  });

  it("L2: delegate × agent.invoke in a tool: is entered the same way", async () => {
    const made = await house(POLICY);
    const save = noted("save");
    const wendy = made.ambit.protect(agentOf(made, { calls: [{ name: "save" }], tools: [save] }), {
      agent: "wendy",
    });
    const plain = noted("ask_wendy", async () => answers(await wendy.invoke(HELLO)).join());
    const lead = made.ambit.protect(agentOf(made, { calls: [ask("ask_wendy")], tools: [plain] }), {
      agent: "boss",
    });
    const state = await made.ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(answers(state)).toEqual(["ask_wendy success: save success: save ok"]);
    expect(made.of("decision").at(-1)).toMatchObject({ actors: ["boss", "wendy"], depth: 1 });
  });

  it("keeps two members apart that work at the same time", async () => {
    const made = await house(POLICY);
    const tools = toolsOf();
    const member = { calls: [{ name: "save" }], tools: Object.values(tools) };
    const members = [asTool(made, "wendy", member), asTool(made, "rita", member)];
    const calls = [ask("ask_wendy"), ask("ask_rita")];
    const lead = made.ambit.protect(agentOf(made, { calls, tools: members }), { agent: "boss" });
    await made.ambit.run(REQUEST, () => lead.invoke(HELLO));
    const saves = made.of("decision").filter(({ tool }) => tool === "save");
    const byActor = saves.map(({ actors, effect }) => `${actors.join(">")} ${effect}`).toSorted();
    expect(byActor).toEqual(["boss>rita deny", "boss>wendy allow"]);
    expect(tools.save.ran).toHaveLength(1);
  });

  it("L3: may narrow its purpose in a turn, and not leave it", async () => {
    const made = await house(POLICY);
    const look = noted("look");
    const declare = (purpose: string) => ({ name: "declare_intent", args: { purpose, goal: "g" } });
    const model = scriptedModel(
      [declare("work/report"), { name: "look" }],
      [declare("private"), { name: "look" }],
      "done",
    );
    const wendy = createAgent({ model, tools: [look], middleware: [made.ambit.middleware()] });
    const tool = made.ambit.delegate(wendy, { to: "wendy", name: "ask_wendy", description: "d" });
    const lead = made.ambit.protect(agentOf(made, { calls: [ask("ask_wendy")], tools: [tool] }), {
      agent: "boss",
    });
    await made.ambit.run(REQUEST, () => lead.invoke(HELLO));
    const looks = made.of("decision").filter(({ tool: name }) => name === "look");
    expect(looks.map(({ purpose }) => purpose)).toEqual(["work/report", "work"]);
    expect(made.of("intent").map(({ refused }) => refused)).toEqual([
      undefined,
      undefined,
      "purpose_unknown",
    ]);
  });
});
