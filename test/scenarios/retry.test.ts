import { type Script, scriptedModel } from "@ambit/testkit/model";
import { createAgent, toolRetryMiddleware } from "langchain";
import { describe, expect, it } from "vitest";
import { type House, house, READ, WRITE } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";

const POLICY = {
  rules: `
p, R1, staff, find, *, **, *, *, *, true,            allow, none
p, R2, staff, pay,  *, **, *, *, *, true,            allow, none
p, R3, staff, poll, *, **, *, *, *, env.attempt < 3, allow, none
g, user:alice, staff
g, bot, staff
g3, work, work
`,
  tools: {
    find: { ...READ, risk: "low" },
    poll: READ,
    pay: { ...WRITE, args: { to: "address", amount: "quantity", note: "prose" } },
    steal: WRITE,
  },
};
const REQUEST = { subject: "user:alice", purpose: "work", goal: "Pay bob@example.com" } as const;

/** Fails as often as told, then works. */
function flaky(name: string, failures: number) {
  let left = failures;
  return noted(name, () => {
    left -= 1;
    if (left >= 0) throw new Error("try again");
    return "ok";
  });
}

async function attempt({ ambit }: House, tool: ReturnType<typeof noted>, turns: readonly Script[]) {
  const made = createAgent({
    model: scriptedModel(...turns),
    tools: [tool],
    middleware: [ambit.middleware()],
  });
  const agent = ambit.protect(made, { agent: "bot" });
  return answers(await ambit.run(REQUEST, () => agent.invoke(HELLO)));
}

const pay = (to: string, more: object = {}) => [{ name: "pay", args: { to, amount: 5, ...more } }];
const FAILED = "Error: try again\n Please fix your mistakes.";

describe("a failing tool that the model calls again", () => {
  it("L2: retry × new arguments: a second attempt on a retry edge, under a new id", async () => {
    const made = await house(POLICY);
    const find = flaky("find", 1);
    const call = (q: string) => [{ name: "find", args: { q } }];
    expect(await attempt(made, find, [call("a"), call("b"), call("c"), "done"])).toEqual([
      `find error: ${FAILED}`,
      "find success: ok",
      "find success: ok",
    ]);
    expect(made.of("decision").map(({ attempt: number }) => number)).toEqual([1, 2, 1]);
    const retries = made.of("edge").filter(({ edge }) => edge === "retry");
    expect(retries.map(({ decision }) => decision)).toEqual([made.of("decision")[1]?.decision]);
    expect(made.of("outcome").map(({ status }) => status)).toEqual(["error", "ok", "ok"]);
  });

  it("L2: may not write to another target than before: somebody must approve", async () => {
    const made = await house(POLICY);
    const tool = flaky("pay", 1);
    expect(await attempt(made, tool, [pay("bob@example.com"), pay("eve@example.com"), "done"])).toEqual([
      `pay error: ${FAILED}`,
      "pay error: AMBIT-D210",
    ]);
    expect(tool.ran).toEqual([{ to: "bob@example.com", amount: 5 }]);
  });

  it("runs with another target once a person has approved it", async () => {
    const asked: unknown[] = [];
    const approve = async ({ digest, callId, role, args }: Record<string, unknown>) => {
      asked.push([role, args]);
      return { approved: true, digest, callId } as never;
    };
    const made = await house(POLICY, { approve: approve as never });
    const tool = flaky("pay", 1);
    const said = await attempt(made, tool, [pay("bob@example.com"), pay("carl@example.com"), "done"]);
    expect(said[1]).toBe("pay success: ok");
    expect(asked).toEqual([["subject", { to: "carl@example.com", amount: 5 }]]);
  });

  it("may name a target that the user named", async () => {
    const made = await house(POLICY);
    const tool = flaky("pay", 1);
    const said = await attempt(made, tool, [pay("bib@example.com"), pay("bob@example.com"), "done"]);
    expect(said).toEqual([`pay error: ${FAILED}`, "pay success: ok"]);
  });

  it("may change what names nobody", async () => {
    const made = await house(POLICY);
    const tool = flaky("pay", 1);
    const again = pay("bob@example.com", { amount: 4, note: "sorry" });
    expect((await attempt(made, tool, [pay("bob@example.com"), again, "done"]))[1]).toBe("pay success: ok");
  });

  it("L2: is gone after three denials, whatever its arguments", async () => {
    const made = await house(POLICY);
    const steal = noted("steal");
    const call = (x: number) => [{ name: "steal", args: { x } }];
    expect(await attempt(made, steal, [call(1), call(2), call(3), call(4), "done"])).toEqual([
      ...Array<string>(3).fill("steal error: AMBIT-D302"),
      "steal error: AMBIT-D209",
    ]);
    expect(steal.ran).toEqual([]);
  });
});

describe("a tool that the host's retry middleware calls again", () => {
  const retried = async (made: House, tool: ReturnType<typeof noted>) => {
    const retry = toolRetryMiddleware({ maxRetries: 4, initialDelayMs: 1 }) as never;
    const middleware = [retry, made.ambit.middleware()];
    const model = scriptedModel([{ name: tool.name }], "done");
    const agent = made.ambit.protect(createAgent({ model, tools: [tool], middleware }), { agent: "bot" });
    return answers(await made.ambit.run(REQUEST, () => agent.invoke(HELLO)));
  };

  it("L1: retry × toolRetryMiddleware: each try is decided and counted", async () => {
    const made = await house(POLICY);
    expect(await retried(made, flaky("find", 2))).toEqual(["find success: ok"]);
    expect(made.of("decision").map(({ attempt: number }) => number)).toEqual([1, 2, 3]);
  });

  it("stops when the policy says so: a denial is an answer, not an error to retry", async () => {
    const made = await house(POLICY);
    const poll = flaky("poll", 9);
    expect(await retried(made, poll)).toEqual(["poll error: AMBIT-D302"]);
    expect(poll.ran).toHaveLength(2);
    expect(made.of("decision").map(({ effect }) => effect)).toEqual(["allow", "allow", "deny"]);
  });
});
