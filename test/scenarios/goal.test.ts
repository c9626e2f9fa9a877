import type { ApprovalAnswer, ApprovalQuestion } from "@ambit/core";
import { scriptedModel } from "@ambit/testkit/model";
import type { StructuredTool } from "@langchain/core/tools";
import { createAgent } from "langchain";
import { describe, expect, it } from "vitest";
import { type House, house, READ, WRITE } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

/** For support everybody may look, for refunds also pay; `sign` needs an approval. */
const POLICY = {
  rules: `
p, R1, staff, look,   *, **, *, support, *, true, allow, none
p, R2, staff, look,   *, **, *, refund,  *, true, allow, none
p, R3, staff, pay,    *, **, *, refund,  *, true, allow, none
p, R4, staff, sign,   *, **, *, support, *, true, allow, approve:boss
p, R5, staff, ask_rita, *, **, *, support, *, true, allow, none
g, user:alice, staff
g, bot, staff
g, rita, staff
g3, support, support
g3, refund, refund
g3, sales, sales
`,
  tools: { look: READ, pay: WRITE, sign: READ, ask_rita: READ },
};
const REQUEST = { subject: "user:alice", purpose: "support", goal: "answer the mail" } as const;
const REFUND = { purpose: "refund", goal: "refund order 7" } as const;

/** A promise that the test settles. */
function latch(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open: () => open() };
}

/** A tool whose first call stays under way until the test lets it go. */
function slowTool(name: string) {
  const [entered, gate] = [latch(), latch()];
  const tool = noted(name, async () => {
    entered.open();
    await gate.promise;
    return `${name} ok`;
  });
  return { tool, entered: entered.promise, open: gate.open };
}

function agentOf({ ambit }: House, calls: readonly string[], tools: readonly StructuredTool[]) {
  const model = scriptedModel(...calls.map((name) => [{ name, args: { task: "do it" } }]), "done");
  return createAgent({ model, tools: [...tools], middleware: [ambit.middleware()] });
}

function botOf(made: House, calls: readonly string[], tools: readonly StructuredTool[]) {
  return made.ambit.protect(agentOf(made, calls, tools), { agent: "bot" });
}

const lastText = (state: unknown): unknown =>
  (state as { readonly messages: readonly { readonly text: string }[] }).messages.at(-1)?.text;

const judged = ({ of }: House) => of("decision").map(({ tool, purpose, reason }) => [tool, purpose, reason]);

describe("a run whose goal changes", () => {
  it("L3: goal × ambit.changeGoal: opens what the policy grants for the new purpose, and nothing of the old", async () => {
    const made = await house(POLICY);
    const pay = noted("pay");
    const bot = botOf(made, ["pay"], [pay, noted("look")]);
    await made.ambit.run(REQUEST, async () => {
      expect(answers(await bot.invoke(HELLO))).toEqual(["pay error: AMBIT-D302"]);
      await made.ambit.changeGoal(REFUND, async () => {
        expect(answers(await bot.invoke(HELLO))).toEqual(["pay success: pay ok"]);
      });
      await expect(bot.invoke(HELLO)).rejects.toMatchObject({ reason: "generation_stale" });
      await expect(made.ambit.changeGoal(REFUND, () => 1)).rejects.toMatchObject({
        reason: "generation_stale",
      });
    });
    expect(pay.ran).toHaveLength(1);
    expect(made.of("edge").map(({ edge, refused }) => [edge, refused])).toEqual([
      ["open", undefined],
      ["goal", undefined],
      ["open", undefined],
      ["retry", undefined], // what was denied is remembered
      ["open", "generation_stale"],
      ["goal", "generation_stale"],
    ]);
  });

  it("L3: is decided by the policy", async () => {
    const made = await house(POLICY);
    await made.ambit.run(REQUEST, async () => {
      const change = { purpose: "sales", goal: "sell" };
      await expect(made.ambit.changeGoal(change, () => 1)).rejects.toMatchObject({ reason: "open_denied" });
    });
    expect(made.of("edge")).toMatchObject([{ edge: "goal", refused: "open_denied" }]);
  });

  it("L3: goal × purpose declared outside the run's: changes nothing but the record", async () => {
    const made = await house(POLICY);
    const [look, pay] = [noted("look"), noted("pay")];
    const declare = { name: "declare_intent", args: REFUND };
    const model = scriptedModel([declare, { name: "pay" }, { name: "look" }], "done");
    const agent = createAgent({ model, tools: [look, pay], middleware: [made.ambit.middleware()] });
    const bot = made.ambit.protect(agent, { agent: "bot" });
    const state = await made.ambit.run(REQUEST, () => bot.invoke(HELLO));
    expect(answers(state)).toEqual([
      "declare_intent success: noted",
      "pay error: AMBIT-D302",
      "look success: look ok",
    ]);
    expect(made.of("intent")).toMatchObject([{ purpose: "refund", refused: "purpose_outside" }]);
    expect(judged(made)).toEqual([
      ["pay", "support", "policy_no_match"],
      ["look", "support", undefined],
    ]);
  });

  it("L7: goal × sub-agent under way: calls no further tool and no model", async () => {
    const made = await house(POLICY);
    const { tool: look, entered, open } = slowTool("look");
    const rita = agentOf(made, ["look", "look"], [look]);
    const asked = made.ambit.delegate(rita, { to: "rita", name: "ask_rita", description: "asks rita" });
    const lead = botOf(made, ["ask_rita", "ask_rita"], [asked]);
    await made.ambit.run(REQUEST, async () => {
      const working = lead.invoke(HELLO);
      await entered;
      await made.ambit.changeGoal(REFUND, async () => {
        open();
        const state = await working;
        expect(answers(state)).toEqual([expect.stringContaining("ask_rita success: AMBIT-D211")]);
        expect(lastText(state)).toMatch(/^AMBIT-D211: /u);
      });
    });
    expect(judged(made)).toEqual([
      ["ask_rita", "support", undefined],
      ["look", "support", undefined],
    ]);
  });

  it("L7: denies what a sub-agent without middleware goes on calling", async () => {
    const made = await house(POLICY);
    const { tool: look, entered, open } = slowTool("look");
    const model = scriptedModel([{ name: "look" }], [{ name: "look" }], "done");
    const bot = made.ambit.protect(createAgent({ model, tools: [look] }), { agent: "bot" });
    await made.ambit.run(REQUEST, async () => {
      const working = bot.invoke(HELLO);
      await entered;
      await made.ambit.changeGoal(REFUND, async () => {
        open();
        expect(answers(await working)).toEqual(["look success: look ok", "look error: AMBIT-D211"]);
      });
    });
    expect(judged(made)).toEqual([
      ["look", "support", undefined],
      ["look", "support", "generation_stale"],
    ]);
  });

  it("L7: goal × stream under way: ends with its next turn", async () => {
    const made = await house(POLICY);
    const { tool: look, entered, open } = slowTool("look");
    const bot = botOf(made, ["look", "look", "look"], [look]);
    await made.ambit.run(REQUEST, async () => {
      const stream = await bot.stream(HELLO, { streamMode: "values" });
      await entered;
      await made.ambit.changeGoal(REFUND, async () => {
        open();
        let last: unknown;
        for await (const state of stream) last = state;
        expect(lastText(last)).toMatch(/^AMBIT-D211: /u);
      });
    });
    expect(look.ran).toHaveLength(1);
  });

  it("L7: goal × approval under way: is of no use to the old call", async () => {
    const [asked, answered] = [latch(), latch()];
    const approve = async ({ digest, callId }: ApprovalQuestion): Promise<ApprovalAnswer> => {
      asked.open();
      await answered.promise;
      return { approved: true, digest, ...(callId === undefined ? {} : { callId }) };
    };
    const made = await house(POLICY, { approve });
    const sign = noted("sign");
    const bot = botOf(made, ["sign"], [sign]);
    await made.ambit.run(REQUEST, async () => {
      const working = bot.invoke(HELLO);
      await asked.promise;
      await made.ambit.changeGoal(REFUND, async () => {
        answered.open();
        expect(answers(await working)).toEqual(["sign error: AMBIT-D211"]);
      });
    });
    expect(sign.ran).toEqual([]);
    expect(judged(made)).toEqual([["sign", "support", "generation_stale"]]);
  });
});
