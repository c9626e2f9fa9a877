import { Command, MemorySaver } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { house, WRITE } from "../house/house.ts";
import { asked, checkpointsBefore, on, resumable } from "../house/threads.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

/** To sign, both the boss and a lawyer must agree. */
const POLICY = {
  rules: `
p, R1, staff, sign, *, **, *, *, *, true, allow, approve:boss
p, R2, staff, sign, *, **, *, *, *, true, allow, approve:lawyer
g, user:alice, staff
g, bot, staff
g3, work/report, work
`,
  tools: { sign: WRITE },
};
const REQUEST = { subject: "user:alice", purpose: "work", goal: "sign it" } as const;

async function signing() {
  const made = await house(POLICY);
  const sign = noted("sign");
  const checkpointer = new MemorySaver();
  const bot = resumable(made, [[{ name: "sign", id: "s1" }]], { tools: [sign], checkpointer });
  const run = (input: unknown, from: object = on("t")) =>
    made.ambit.run(REQUEST, () => bot.invoke(input as never, from));
  const answer = (state: unknown, type: "approve" | "reject", from?: object) => {
    const [question] = asked(state);
    return run(new Command({ resume: { decisions: [{ type }], ...question } }), from);
  };
  return { ...made, bot, sign, run, answer };
}

describe("a call that two people must approve", () => {
  it("L7: is asked of one after the other, and runs once both have agreed", async () => {
    const { run, answer, sign, of } = await signing();
    const first = await run(HELLO);
    const second = await answer(first, "approve");
    expect([asked(first).length, asked(second).length, sign.ran.length]).toEqual([1, 1, 0]);
    const end = await answer(second, "approve");
    expect(answers(end)).toEqual(["sign success: sign ok"]);
    expect(sign.ran).toHaveLength(1);
    const roles = of("approval").map(({ role, answer: said }) => `${role} ${said}`);
    expect(roles.slice(-2)).toEqual(["boss approved", "lawyer approved"]);
  });

  it("L7: does not run when the second one says no", async () => {
    const { run, answer, sign } = await signing();
    const second = await answer(await run(HELLO), "approve");
    const end = await answer(second, "reject");
    expect(answers(end)).toEqual(["sign error: AMBIT-D402"]);
    expect(sign.ran).toEqual([]);
  });

  it("L7: takes both answers once", async () => {
    const { run, answer, sign, of, bot } = await signing();
    const second = await answer(await run(HELLO), "approve");
    await answer(second, "approve");
    const [older] = await checkpointsBefore(bot.graph, "tools", "t");
    await answer(second, "approve", older);
    expect(sign.ran).toHaveLength(1);
    expect(of("decision").at(-1)).toMatchObject({ effect: "deny", reason: "approval_spent" });
  });
});
