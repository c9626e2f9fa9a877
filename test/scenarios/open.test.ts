import { edgeModel } from "@ambit/policy";
import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { crossed, judged, WORK } from "../house/crew.ts";
import { type House, house, READ, WRITE } from "../house/house.ts";
import { agentGraph, BOSS, plain, threeTools } from "../house/nested.ts";
import { answers, calling, HELLO, noted } from "../house/tools.ts";

/** The agent model with rules for edges, and a tenant in each rule for calls. */
const MODEL = edgeModel
  .replace(/^r = .*$/mu, "$&, dom")
  .replace(/^p = .*$/mu, "p = id, sub, tool, act, res, sens, intent, depth, when, dom, eft, obl")
  .replace(/^m = .*$/mu, '$& && (p.dom == "*" || r.dom == p.dom)');

/** Alice and the bot may work for acme; only Alice may play, and only to the bot her runs are opened. */
const RULES = `
p, R1, user:alice, *, *, **, *, work, *, true, acme, allow, none
p, R2, user:alice, *, *, **, *, play, *, true, acme, allow, none
p, R3, bot,        *, *, **, *, work, *, true, acme, allow, none
p, R4, robot,      *, *, **, *, work, *, true, acme, allow, none
p2, O1, open, user:alice, bot, look, *, **, *, allow
p2, O2, open, user:alice, bot, save, *, **, *, allow
p2, D1, delegate, user:alice, user:alice, *, *, **, *, allow
g3, work/report, work
g3, play, play
`;
const TOOLS = { look: READ, save: WRITE, erase: WRITE };
const ALICE = { subject: "user:alice", tenant: "acme", purpose: "work", goal: "write a report" } as const;

/** An agent that calls look, save and erase, one after the other. */
async function world(agent = "bot") {
  const made = await house({ model: MODEL, rules: RULES, tools: TOOLS });
  const tools = { look: noted("look"), save: noted("save"), erase: noted("erase") };
  const model = scriptedModel([{ name: "look" }], [{ name: "save" }], [{ name: "erase" }], "done");
  const bot = made.ambit.protect(
    createAgent({ model, tools: Object.values(tools), middleware: [made.ambit.middleware()] }),
    { agent },
  );
  const opened = () =>
    made.of("edge").map(({ edge, actors, refused }) => [edge, actors.join(">"), refused ?? "ok"]);
  return { ...made, tools, model, bot, opened };
}

/** Of what is refused, the subject, the first actor, the purpose or the tenant does not fit. */
const REFUSED = [
  ["another subject", { subject: "user:bob" }, "bot"],
  ["an actor to which no p2 row opens", {}, "robot"],
  ["an actor without any rule", {}, "stranger"],
  ["a purpose for which the actor has no rule", { purpose: "play" }, "bot"],
  ["another tenant", { tenant: "globex" }, "bot"],
] as const;

describe("the opening of a run", () => {
  it("L2: open × ambit.run: gives the first actor what edge and ceiling let through, and is recorded", async () => {
    const { ambit, bot, of, opened, tools } = await world();
    const allow = [{ tool: "look" }, { tool: "erase" }];
    const state = await ambit.run({ ...ALICE, allow }, () => bot.invoke(HELLO));
    expect(answers(state)).toEqual([
      "look success: look ok",
      "save error: AMBIT-D201",
      "erase error: AMBIT-D201",
    ]);
    expect([tools.look.ran.length, tools.save.ran.length, tools.erase.ran.length]).toEqual([1, 0, 0]);
    const denied = of("decision").slice(1);
    expect(denied.map(({ tool, reason, refusedBy }) => [tool, reason, refusedBy?.edge])).toEqual([
      ["save", "tool_not_granted", "open"],
      ["erase", "tool_not_granted", "open"],
    ]);
    const [record] = of("opened");
    expect(record).toMatchObject({ subject: "user:alice", tenant: "acme", purpose: "work" });
    expect(opened()).toEqual([["open", "bot", "ok"]]);
    expect(of("edge")[0]).toMatchObject({ from: record?.frame, frame: of("decision")[0]?.frame });
    expect(of("edge")[0]?.removed.join()).toContain("erase");
  });

  it.each(REFUSED)(
    "L2: open × ambit.run: is refused for %s, and that is recorded",
    async (_name, change, agent) => {
      const { ambit, bot, of, opened, model } = await world(agent);
      const run = ambit.run({ ...ALICE, ...change }, () => bot.invoke(HELLO));
      await expect(run).rejects.toMatchObject({ reason: "open_denied" });
      expect(opened()).toEqual([["open", agent, "open_denied"]]);
      expect([model.offered, of("decision")]).toEqual([[], []]);
    },
  );

  it("L3: open × ambit.run: is refused for a purpose that the policy does not register", async () => {
    const { ambit, of } = await world();
    let began = false;
    const run = ambit.run({ ...ALICE, purpose: "rest" }, () => (began = true));
    await expect(run).rejects.toMatchObject({ reason: "purpose_unknown" });
    expect([began, of("opened")]).toEqual([false, []]);
  });

  it("L2: open × ambit.bind: decides each request that is made from a route handler's arguments", async () => {
    const { ambit, bot, of, opened, tools } = await world();
    const handle = ambit.bind((user: string, tenant: string) => ({
      ...ALICE,
      subject: `user:${user}`,
      tenant,
    }));
    const state = await handle.run("alice", "acme", () => bot.invoke(HELLO));
    expect(answers(state)).toEqual([
      "look success: look ok",
      "save success: save ok",
      "erase error: AMBIT-D201",
    ]);
    expect(of("decision").at(-1)).toMatchObject({ tool: "erase", reason: "tool_not_granted" });
    for (const [user, tenant] of [
      ["bob", "acme"],
      ["alice", "globex"],
    ] as const) {
      await expect(handle.run(user, tenant, () => bot.invoke(HELLO))).rejects.toMatchObject({
        reason: "open_denied",
      });
    }
    expect(tools.look.ran).toHaveLength(1);
    expect(opened()).toEqual([
      ["open", "bot", "ok"],
      ["open", "bot", "open_denied"],
      ["open", "bot", "open_denied"],
    ]);
    expect(of("opened").map(({ subject, tenant }) => [subject, tenant])).toEqual([
      ["user:alice", "acme"],
      ["user:bob", "acme"],
      ["user:alice", "globex"],
    ]);
  });

  it("L2: open × ambit.bind: opens nothing wider than the request that it was bound to", async () => {
    const { ambit, bot, of, tools } = await world();
    const { run } = ambit.bind({ ...ALICE, purpose: "work/report", allow: [{ tool: "look" }] });
    await run(() => bot.invoke(HELLO));
    expect(of("decision").map(({ tool, reason, purpose }) => [tool, reason ?? "ok", purpose])).toEqual([
      ["look", "ok", "work/report"],
      ["save", "tool_not_granted", "work/report"],
      ["erase", "tool_not_granted", "work/report"],
    ]);
    expect(tools.save.ran).toEqual([]);
  });

  it("L3: open × ambit.bind: lets a handler inside a run open only what lies within it", async () => {
    const { ambit, bot, of, tools } = await world();
    const { run } = ambit.bind((subject: string) => ({ ...ALICE, subject }));
    await ambit.run({ ...ALICE, allow: [{ tool: "save" }] }, async () => {
      await run("user:alice", () => bot.invoke(HELLO));
      await expect(run("user:bob", () => bot.invoke(HELLO))).rejects.toMatchObject({
        reason: "run_nested_subject",
      });
    });
    expect(of("opened")).toHaveLength(1);
    expect([tools.look.ran.length, tools.save.ran.length]).toEqual([0, 1]);
  });
});

describe("a run inside a run", () => {
  /** The boss calls `ask`, whose body opens a run in which wendy saves and erases. */
  const nested = async (request: object, outer: object = {}): Promise<readonly [House, unknown]> => {
    const made = await house(BOSS);
    const wendy = made.ambit.protect(agentGraph(made, ["save", "erase"], threeTools()).graph, {
      agent: "wendy",
    });
    const ask = noted("ask", () =>
      made.ambit.run({ ...WORK, ...request }, () => wendy.invoke(HELLO).then(answers)),
    );
    const boss = made.ambit.protect(plain({ ask }), { agent: "boss" });
    const state = made.ambit.run({ ...WORK, ...outer }, () => boss.invoke(calling("ask")));
    return [made, await state.catch((error: unknown) => error)];
  };

  it("L2: delegate × run inside a run: is a delegation that keeps who acts, and opens no root", async () => {
    const [made] = await nested({ purpose: "work/report" });
    expect(made.of("opened")).toHaveLength(1);
    expect(crossed(made, "open", "delegate")).toEqual(["open boss", "delegate boss", "delegate boss>wendy"]);
    expect(judged(made)).toEqual(["ask boss ok", "save boss>wendy ok", "erase boss>wendy policy_no_match"]);
    const [, inner, entered] = made.of("edge");
    expect(inner?.removed).toEqual(expect.arrayContaining(["depth 3 → 2"]));
    expect(inner?.decision).toBe(made.of("decision")[0]?.decision);
    expect(entered).toMatchObject({ from: inner?.frame });
    expect(made.of("decision")[1]).toMatchObject({ purpose: "work/report", depth: 2 });
  });

  it.each([
    ["tools", { allow: [{ tool: "save" }] }, { allow: [{ tool: "ask" }] }, "tool_not_granted"],
    ["budget", { budget: { writes: 9 } }, { budget: { writes: 0 } }, "budget_spent"],
  ])(
    "L2: delegate × run inside a run: gives no %s that the outer one lacks",
    async (_name, inner, outer, reason) => {
      const [made] = await nested(inner, outer);
      expect(judged(made)[1]).toBe(`save boss>wendy ${reason}`);
    },
  );

  it.each([
    ["another subject", { subject: "user:bob" }, "run_nested_subject"],
    ["another tenant", { tenant: "globex" }, "run_nested_subject"],
    ["a purpose outside its own", { purpose: "play" }, "purpose_outside"],
  ])(
    "L2, L3: delegate × run inside a run: is refused for %s, before anything runs in it",
    async (_name, inner, reason) => {
      const [made, state] = await nested(inner);
      expect(judged(made)).toEqual(["ask boss ok"]);
      expect(crossed(made, "delegate")).toEqual([`delegate boss ${reason}`]);
      expect(answers(state).join()).toContain(reason);
    },
  );

  it("L2: delegate × run inside a run: goes no deeper than the outer one lets it", async () => {
    const made = await house(BOSS);
    const deeper = (): Promise<unknown> => made.ambit.run(WORK, deeper);
    await expect(deeper()).rejects.toMatchObject({ reason: "depth_exceeded" });
    const delegate = "delegate ";
    expect(crossed(made, "delegate")).toEqual([delegate, delegate, delegate, "delegate  depth_exceeded"]);
  });
});
