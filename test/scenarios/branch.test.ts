import { scriptedModel } from "@ambit/testkit/model";
import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { house, READ, WRITE } from "../house/house.ts";
import { answers, calling, HELLO, noted } from "../house/tools.ts";

const POLICY = {
  rules: `
p, R1, staff, look,   *, **, *, *, *, true,              allow, none
p, R2, staff, pair,   *, **, *, *, *, env.siblings < 3,  allow, none
p, R3, staff, alone,  *, **, *, *, *, env.branch == false, allow, none
p, R4, staff, save,   *, **, *, *, *, true,              allow, none
g, user:alice, staff
g, bot, staff
g3, work, work
`,
  tools: { look: READ, pair: READ, alone: READ, save: WRITE },
};
const REQUEST = { subject: "user:alice", purpose: "work", goal: "look around" } as const;

const slow = (name: string) => noted(name, () => new Promise((done) => setImmediate(() => done("ok"))));
const times = (name: string, count: number) =>
  Array.from({ length: count }, (_, x) => ({ name, args: { x } }));

describe("parallel tool calls", () => {
  it("L2: branch × parallel calls on createAgent: each is an edge of its own call", async () => {
    const { ambit, of } = await house(POLICY);
    const model = scriptedModel(times("look", 3), [{ name: "look" }], "done");
    const made = createAgent({ model, tools: [slow("look")], middleware: [ambit.middleware()] });
    const agent = ambit.protect(made, { agent: "bot" });
    await ambit.run(REQUEST, () => agent.invoke(HELLO));
    const branches = of("edge").filter(({ edge }) => edge === "branch");
    const decisions = of("decision");
    expect(decisions.map(({ siblings }) => siblings)).toEqual([3, 3, 3, 1]);
    expect(new Set(branches.map(({ decision }) => decision))).toEqual(
      new Set(decisions.slice(0, 3).map(({ decision }) => decision)),
    );
    expect(new Set(branches.map(({ frame }) => frame)).size).toBe(3);
  });

  it.each([
    ["calls", "look", { calls: 4 }],
    ["writes", "save", { writes: 4 }],
  ])("L2: spend the budget of %s that they share, and never more", async (_unit, tool, budget) => {
    const { ambit, of } = await house(POLICY);
    const made = slow(tool);
    const model = scriptedModel(times(tool, 9), "done");
    const agent = ambit.protect(createAgent({ model, tools: [made], middleware: [ambit.middleware()] }), {
      agent: "bot",
    });
    const state = await ambit.run({ ...REQUEST, budget }, () => agent.invoke(HELLO));
    expect(made.ran).toHaveLength(4);
    expect(answers(state).filter((answer) => answer.endsWith("AMBIT-D206"))).toHaveLength(5);
    expect(of("closed")).toMatchObject([{ calls: 4, denials: 5 }]);
  });

  it("are seen by conditions, through the state that a ToolNode hands over where no middleware counts", async () => {
    const { ambit } = await house(POLICY);
    const run = async (name: string, count: number, middleware: boolean) => {
      const model = scriptedModel(times(name, count), "done");
      const made = createAgent({
        model,
        tools: [slow(name)],
        middleware: middleware ? [ambit.middleware()] : [],
      });
      const agent = ambit.protect(made, { agent: "bot" });
      return answers(await ambit.run(REQUEST, () => agent.invoke(HELLO)));
    };
    for (const middleware of [true, false]) {
      expect(await run("pair", 2, middleware)).toEqual(["pair success: ok", "pair success: ok"]);
      expect(await run("pair", 3, middleware)).toEqual(Array(3).fill("pair error: AMBIT-D302"));
      expect(await run("alone", 1, middleware)).toEqual(["alone success: ok"]);
      expect(await run("alone", 2, middleware)).toEqual(Array(2).fill("alone error: AMBIT-D302"));
    }
  });

  it("L2: branch × parallel edges: share one budget", async () => {
    const { ambit } = await house(POLICY);
    const look = slow("look");
    const node = () => new ToolNode([look]);
    const graph = ambit.protect(
      new StateGraph(MessagesAnnotation)
        .addNode("a", node())
        .addNode("b", node())
        .addNode("c", node())
        .addEdge(START, "a")
        .addEdge(START, "b")
        .addEdge(START, "c")
        .compile(),
      { agent: "bot" },
    );
    await ambit.run({ ...REQUEST, budget: { calls: 2 } }, () => graph.invoke(calling("look")));
    expect(look.ran).toHaveLength(2);
  });

  it("L2: keep apart twenty runs that interleave, each with its own authority", async () => {
    const { ambit } = await house(POLICY);
    const look = slow("look");
    const model = scriptedModel([{ name: "look" }], "done");
    const agent = ambit.protect(createAgent({ model, tools: [look], middleware: [ambit.middleware()] }), {
      agent: "bot",
    });
    const runs = Array.from({ length: 20 }, (_, index) =>
      ambit.run({ ...REQUEST, allow: [{ tool: index % 2 === 0 ? "look" : "pair" }] }, () =>
        agent.invoke(HELLO),
      ),
    );
    const said = (await Promise.all(runs)).map((state) => answers(state)[0]);
    expect(said).toEqual(Array(10).fill(["look success: ok", "look error: AMBIT-D201"]).flat());
    expect(look.ran).toHaveLength(10);
  });
});
