import { scriptedModel } from "@ambit/testkit/model";
import { Command, MemorySaver, MessagesAnnotation, Send, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { type House, house, READ } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

const POLICY = {
  rules: `
p, R1, staff, look,  *, **, *, *, *, true,                allow, none
p, R2, staff, many,  *, **, *, *, *, true,                allow, none
p, R3, staff, alone, *, **, *, *, *, env.branch == false, allow, none
p, R4, staff, sign,  *, **, *, *, *, true,                allow, approve:boss
g, user:alice, staff
g, bot, staff
g, left, staff
g, right, staff
g3, work, work
`,
  tools: { look: READ, many: READ, alone: READ, sign: READ },
};
const REQUEST = { subject: "user:alice", purpose: "work", goal: "look around" } as const;
const slow = (name: string) => noted(name, () => new Promise((done) => setImmediate(() => done("ok"))));
const siblings = ({ of }: House, name = "look") =>
  of("decision")
    .filter(({ tool }) => tool === name)
    .map((decision) => decision.siblings);
const times = (count: number) => Array.from({ length: count }, (_, x) => x);

/** A graph that sends so many workers on their way, each of which calls a tool by itself. */
function fanOut(made: House, name: string, count: number) {
  const tool = slow(name);
  made.ambit.tools([tool]);
  const worker = async ({ x }: { readonly x: number }) => {
    await tool.invoke({ x });
    return {};
  };
  const graph = new StateGraph(MessagesAnnotation)
    .addNode("worker", worker as never)
    .addConditionalEdges(START, () => times(count).map((x) => new Send("worker", { x })), ["worker"])
    .compile();
  return { tool, graph: made.ambit.protect(graph, { agent: "bot" }) };
}

/** Why the workers of a graph failed. */
async function reasons(run: Promise<unknown>): Promise<unknown> {
  const error: unknown = await run.catch((thrown: unknown) => thrown);
  const { errors = [] } = error as { readonly errors?: readonly { readonly reason?: unknown }[] };
  return errors.map(({ reason }) => reason);
}

describe("work that fans out", () => {
  it("L2: branch × Send: each worker is a branch, the first one too, and all spend one budget", async () => {
    const made = await house(POLICY);
    const { graph, tool } = fanOut(made, "look", 4);
    const run = made.ambit.run({ ...REQUEST, budget: { calls: 2 } }, () => graph.invoke(HELLO));
    expect(await reasons(run)).toEqual(["budget_spent", "budget_spent"]);
    expect(tool.ran).toHaveLength(2);
    expect(siblings(made).every((count) => count > 1)).toBe(true);
    const branches = made.of("edge").filter(({ edge }) => edge === "branch");
    expect(new Set(branches.map(({ frame }) => frame)).size).toBe(2);

    const alone = fanOut(made, "alone", 2);
    const denied = made.ambit.run(REQUEST, () => alone.graph.invoke(HELLO));
    expect(await reasons(denied)).toEqual(["policy_no_match", "policy_no_match"]);
    expect(alone.tool.ran).toEqual([]);
  });

  it("L2: branch × parallel edges: the calls of nodes of one superstep are siblings", async () => {
    const made = await house(POLICY);
    const look = slow("look");
    made.ambit.tools([look]);
    const node = async () => {
      await look.invoke({});
      return {};
    };
    const graph = new StateGraph(MessagesAnnotation)
      .addNode("a", node)
      .addNode("b", node)
      .addNode("c", node)
      .addEdge(START, "a")
      .addEdge(START, "b")
      .addEdge(["a", "b"], "c")
      .compile();
    await made.ambit.run(REQUEST, () => made.ambit.protect(graph, { agent: "bot" }).invoke(HELLO));
    expect(siblings(made)).toEqual([1, 2, 1]);
  });

  it("L2: branch × Promise.all in a tool: the calls see those before them, and spend one budget", async () => {
    const made = await house(POLICY);
    const look = slow("look");
    made.ambit.tools([look]);
    const many = noted("many", async () => {
      const settled = await Promise.allSettled(times(5).map((x) => look.invoke({ x })));
      await look.invoke({ x: 5 }).catch(() => {});
      return settled.filter(({ status }) => status === "fulfilled").length;
    });
    const model = scriptedModel([{ name: "many" }], "done");
    const agent = made.ambit.protect(
      createAgent({ model, tools: [many], middleware: [made.ambit.middleware()] }),
      { agent: "bot" },
    );
    const state = await made.ambit.run({ ...REQUEST, budget: { calls: 4 } }, () => agent.invoke(HELLO));
    expect(answers(state)).toEqual(["many success: 3"]);
    expect(look.ran).toHaveLength(3);
    expect(siblings(made).toSorted()).toEqual([1, 1, 2, 3, 4, 5]);
    expect(siblings(made, "many")).toEqual([1]);
  });

  it("L2: branch × parallel subgraphs in a node: act apart, and spend one budget", async () => {
    const made = await house(POLICY);
    const tool = slow("look");
    const [left, right] = ["left", "right"].map((agent) =>
      made.ambit.protect(
        createAgent({
          model: scriptedModel([{ name: "look", id: "same" }], [{ name: "look", id: "same" }], "done"),
          tools: [tool],
          middleware: [made.ambit.middleware()],
        }),
        { agent },
      ),
    );
    const node = async () => {
      await Promise.all([left!.invoke(HELLO), right!.invoke(HELLO)]);
      return {};
    };
    const graph = new StateGraph(MessagesAnnotation).addNode("node", node).addEdge(START, "node").compile();
    await made.ambit.run({ ...REQUEST, budget: { calls: 3 } }, () =>
      made.ambit.protect(graph, { agent: "bot" }).invoke(HELLO),
    );
    const decisions = made.of("decision");
    expect(decisions.map(({ actors }) => actors.join(">")).toSorted()).toEqual([
      ...Array<string>(2).fill("bot>left"),
      ...Array<string>(2).fill("bot>right"),
    ]);
    expect(decisions.filter(({ reason }) => reason === "budget_spent")).toHaveLength(1);
    expect(tool.ran).toHaveLength(3);
    // they repeat their call ids, and each call still belongs to its own agent's turn
    const steps = new Map(made.of("intent").map(({ step, actor }) => [step, actor]));
    expect(decisions.every(({ step = "", actors }) => steps.get(step) === actors.at(-1))).toBe(true);
  });

  it("L2: branch × parallel calls on createAgent v1: are branches of one task", async () => {
    const made = await house(POLICY);
    const turn = times(3).map((x) => ({ name: "look", args: { x } }));
    const model = scriptedModel(turn, "done");
    const middleware = [made.ambit.middleware()];
    const agent = made.ambit.protect(
      createAgent({ model, tools: [slow("look")], middleware, version: "v1" }),
      { agent: "bot" },
    );
    await made.ambit.run(REQUEST, () => agent.invoke(HELLO));
    expect(siblings(made)).toEqual([3, 3, 3]);
    const branches = made.of("edge").filter(({ edge }) => edge === "branch");
    expect(new Set(branches.map(({ frame }) => frame)).size).toBe(3);
  });
});

describe("an approval", () => {
  it("L5: branch × parallel calls on a prebuilt ToolNode: is useless in the branch beside it", async () => {
    const made = await house(POLICY);
    const sign = noted("sign");
    const graph = made.ambit.protect(
      new StateGraph(MessagesAnnotation)
        .addNode("tools", new ToolNode([sign]))
        .addEdge(START, "tools")
        .compile({ checkpointer: new MemorySaver() }),
      { agent: "bot" },
    );
    const thread = { configurable: { thread_id: "t1" } };
    const turn = await scriptedModel(
      times(2).map((x) => ({ name: "sign", id: `c${x}`, args: { x } })),
    ).invoke("go");
    await made.ambit.run(REQUEST, async () => {
      await graph.invoke({ messages: [turn] }, thread);
      const [first, second] = made.of("decision");
      // whoever is asked next gets the answer that was given for the other one
      for (const { callId, digest } of [second!, first!]) {
        const resume = { decisions: [{ type: "approve" }], callId, digest };
        await graph.invoke(new Command({ resume }), thread);
      }
    });
    expect(made.of("approval").map(({ answer }) => answer)).toContain("mismatch");
    expect(sign.ran).toEqual([]);
  });
});

describe("a cap on branches", () => {
  const run = async (count: number, max: number) => {
    const made = await house(POLICY);
    const turn = (n: number) => times(n).map((x) => ({ name: "look", args: { x } }));
    const model = scriptedModel(turn(count), turn(1), "done");
    const agent = made.ambit.protect(
      createAgent({ model, tools: [slow("look")], middleware: [made.ambit.middleware()] }),
      { agent: "bot" },
    );
    const request = { ...REQUEST, branch: { max } };
    return answers(await made.ambit.run(request, () => agent.invoke(HELLO)));
  };

  it("L2: refuses every call of a turn that makes more, and tells the model to make fewer", async () => {
    expect(await run(3, 3)).toEqual(Array(4).fill("look success: ok"));
    expect(await run(4, 3)).toEqual([...Array<string>(4).fill("look error: AMBIT-D213"), "look success: ok"]);
  });

  it("L2: holds for what code starts side by side, and narrows in a run inside a run", async () => {
    const made = await house(POLICY);
    const { graph, tool } = fanOut(made, "look", 3);
    const inner = { ...REQUEST, branch: { max: 9 } };
    const run = made.ambit.run({ ...REQUEST, branch: { max: 2 } }, () =>
      made.ambit.run(inner, () => graph.invoke(HELLO)),
    );
    await expect(run).rejects.toMatchObject({ reason: "branch_exceeded" });
    expect(tool.ran).toHaveLength(2);
  });

  it.each([{ max: 0 }, { max: 1.5 }, { max: "2" }, { min: 1, max: 2 }, {}, null])(
    "is refused as %j",
    async (branch) => {
      const { ambit } = await house(POLICY);
      await expect(ambit.run({ ...REQUEST, branch: branch as never }, () => 1)).rejects.toMatchObject({
        reason: "request_invalid",
      });
    },
  );
});
