import { edgeModel } from "@ambit/policy";
import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { house, READ, WRITE } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

/** Everybody may do everything: whatever is refused here, an edge refuses. */
const CALLS = `
p, P0, any, *, *, **, *, *, *, true, allow, none
g, user:alice, any
g, boss, any
g, wendy, any
g3, work/report, work
`;
const OPEN = "p2, O1, open, user:alice, boss, *, *, **, *, allow\np2, B1, branch, *, *, *, *, **, *, allow";
const TOOLS = { look: READ, save: WRITE, ask_wendy: READ };
const REQUEST = { subject: "user:alice", purpose: "work", goal: "write a report" } as const;

/** The boss asks wendy, who calls these tools one after the other. */
async function team(edges: string, calls: readonly string[]) {
  const made = await house({ model: edgeModel, rules: `${CALLS}${edges}`, tools: TOOLS });
  const tools = { look: noted("look"), save: noted("save") };
  const agent = (names: readonly { name: string; args?: object }[], own: readonly object[]) =>
    createAgent({
      model: scriptedModel(names as never, "done"),
      tools: [...own] as never,
      middleware: [made.ambit.middleware()],
    });
  const wendy = agent(
    calls.map((name) => ({ name })),
    Object.values(tools),
  );
  const asked = made.ambit.delegate(wendy, { to: "wendy", name: "ask_wendy", description: "asks wendy" });
  const lead = made.ambit.protect(agent([{ name: "ask_wendy", args: { task: "do it" } }], [asked]), {
    agent: "boss",
  });
  const judged = () =>
    made.of("decision").map(({ tool, reason, refusedBy }) => [tool, reason ?? "ok", refusedBy?.what ?? ""]);
  return { ...made, tools, lead, judged };
}

describe("rules for edges, with real agents", () => {
  it("L2: let over a delegation what a p2 row carries, and nothing else", async () => {
    const edges = `${OPEN}\np2, D1, delegate, boss, wendy, *, read, **, *, allow`;
    const { ambit, lead, judged, tools } = await team(edges, ["look", "save"]);
    await ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(judged()).toEqual([
      ["ask_wendy", "ok", ""],
      ["look", "ok", ""],
      ["save", "edge_denied", "boss → wendy"],
    ]);
    expect([tools.look.ran.length, tools.save.ran.length]).toEqual([1, 0]);
  });

  it("L2: take from the callee's grant the tools of which the edge carries nothing", async () => {
    const edges = `${OPEN}\np2, D1, delegate, boss, wendy, look, *, **, *, allow`;
    const { ambit, lead, judged, of, tools } = await team(edges, ["save"]);
    await ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(judged().at(-1)).toEqual(["save", "tool_not_granted", "save"]);
    expect(tools.save.ran).toEqual([]);
    const delegated = of("edge").find(({ edge }) => edge === "delegate");
    expect(delegated?.removed.join(" ")).toContain("save");
  });

  it("refuse a delegation over which nothing goes, before the callee runs", async () => {
    const { ambit, lead, of, tools } = await team(OPEN, ["look"]);
    const state = await ambit.run(REQUEST, () => lead.invoke(HELLO));
    expect(answers(state)).toEqual(["ask_wendy error: AMBIT-D306"]);
    expect(tools.look.ran).toEqual([]);
    expect(of("edge").find(({ edge }) => edge === "delegate")).toMatchObject({ refused: "edge_denied" });
  });

  it("refuse to open a run for an agent to which no p2 row opens", async () => {
    const edges = "p2, O1, open, user:bob, boss, *, *, **, *, allow";
    const { ambit, lead } = await team(edges, ["look"]);
    await expect(ambit.run(REQUEST, () => lead.invoke(HELLO))).rejects.toMatchObject({
      reason: "open_denied",
    });
  });

  it("narrow a retry like any other edge", async () => {
    const made = await house({ model: edgeModel, rules: `${CALLS}${OPEN}`, tools: TOOLS });
    const look = noted("look", () => {
      throw new Error("timeout");
    });
    const turn = [{ name: "look" }];
    const agent = made.ambit.protect(
      createAgent({
        model: scriptedModel(turn, turn, "done"),
        tools: [look],
        middleware: [made.ambit.middleware()],
      }),
      { agent: "boss" },
    );
    await made.ambit.run(REQUEST, () => agent.invoke(HELLO));
    expect(look.ran).toHaveLength(1);
    expect(made.of("decision").at(-1)).toMatchObject({
      reason: "edge_denied",
      refusedBy: { edge: "retry", what: "boss → boss" },
    });
  });
});
