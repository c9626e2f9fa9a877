import { scriptedModel } from "@ambit/testkit/model";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";

const PLAY = { purpose: "play", goal: "anything" } as const;

describe("the goal of a run", () => {
  it("L2: is not changed by a tool's body, nor by an agent that the body calls", async () => {
    const made = await house(POLICY);
    const { ambit, of } = made;
    const change = () => caughtReason(ambit.changeGoal(PLAY, () => 1));
    const open = noted("open", change);
    const inner = createAgent({ model: scriptedModel([{ name: "open" }], "done"), tools: [open] });
    ambit.protect(inner, { agent: "bot" });
    const outer = noted("outer", async () => {
      await inner.invoke(HELLO);
      return change();
    });
    const agent = createAgent({
      model: scriptedModel([{ name: "outer" }, { name: "open" }], "done"),
      tools: [outer, open],
      middleware: [ambit.middleware()],
    });
    const bot = ambit.protect(agent, { agent: "bot" });
    const state = await ambit.run(REQUEST, () => bot.invoke(HELLO));
    expect(answers(state)).toEqual(["outer success: goal_refused", "open success: goal_refused"]);
    const goals = of("edge").filter(({ edge }) => edge === "goal");
    expect(goals.map(({ refused }) => refused)).toEqual(["goal_refused", "goal_refused", "goal_refused"]);
    expect(of("decision").map(({ purpose }) => purpose)).toEqual(["work", "work", "work"]);
  });

  it("L2: is not changed by what state, config or context say of generations", async () => {
    const { ambit, of } = await house(POLICY);
    const open = noted("open");
    const forged = { generation: 2, run: { generation: 1 }, purpose: "play", __ambit_run: { generation: 2 } };
    const agent = createAgent({
      model: scriptedModel([{ name: "open" }], "done"),
      tools: [open],
      middleware: [ambit.middleware()],
      checkpointer: new MemorySaver(),
    });
    const bot = ambit.protect(agent, { agent: "bot" });
    const configurable = { ...forged, thread_id: "t" };
    await ambit.run(REQUEST, async () => {
      await bot.invoke({ ...HELLO, ...forged } as never, { configurable, context: forged } as never);
      await ambit.changeGoal({ purpose: "work", goal: "go on" }, () => 1);
      const late = caughtReason(bot.invoke(HELLO, { configurable, context: forged } as never));
      expect(await late).toBe("generation_stale");
    });
    expect(open.ran).toHaveLength(1);
    expect(of("decision").map(({ purpose, effect }) => [purpose, effect])).toEqual([["work", "allow"]]);
  });

  it("L2: is not changed by code that a tool starts and leaves running", async () => {
    const { ambit } = await house(POLICY);
    let late: Promise<unknown> | undefined;
    const open = noted("open", () => {
      late = new Promise((resolve) => setTimeout(resolve, 1)).then(() =>
        caughtReason(ambit.changeGoal(PLAY, () => 1)),
      );
      return "ok";
    });
    ambit.tools([open]);
    await ambit.run(REQUEST, async () => {
      await open.invoke({});
      expect(await late).toBe("goal_refused");
    });
  });
});
