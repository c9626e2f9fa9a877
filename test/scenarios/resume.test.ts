import type { ThreadPort } from "@ambit/core";
import { edgeModel } from "@ambit/policy";
import { describe, expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { hasPostgres, postgresStores } from "../house/postgres.ts";
import {
  call,
  inMemory,
  judged,
  processOf,
  REQUEST,
  resumes,
  RULES,
  type Stores,
  yes,
} from "../house/processes.ts";
import { asked, on } from "../house/threads.ts";
import { answers, HELLO } from "../house/tools.ts";

/** Looks, and waits for a signature; goes on in another process, later. */
async function interrupted(stores: Stores) {
  const calls = [
    call("look", "l1"),
    call("sign", "s1"),
    call("pay", "p1"),
    call("pay", "p2", { again: true }),
  ];
  const request = { ...REQUEST, budget: { calls: 3 } };
  const first = await processOf(stores, calls);
  const state = await first.ambit.run(request, () => first.bot.invoke(HELLO, on("t")));
  const second = await processOf(stores, calls);
  const end = await second.ambit.run(REQUEST, () => second.bot.invoke(yes(asked(state)[0]), on("t")));
  return { first, second, end };
}

function expectHeld({ first, second, end }: Awaited<ReturnType<typeof interrupted>>): void {
  expect(judged(first)).toEqual([
    ["look", "ok"],
    ["sign", "approval_required"],
  ]);
  expect(judged(second)).toEqual([
    ["sign", "ok"],
    ["pay", "ok"],
    ["pay", "budget_spent"],
  ]);
  expect(answers(end).at(-1)).toBe("pay error: AMBIT-D206");
  expect(resumes(first)).toEqual([]);
  expect(resumes(second)).toMatchObject([
    {
      actors: [],
      removed: ["calls ≤ 2", "trust: the thread has read untrusted text", "seen public → internal"],
    },
  ]);
  expect(second.of("approval")).toMatchObject([{ answer: "approved" }]);
}

describe("a thread that is resumed", () => {
  it("L7: resume × interrupt on MemorySaver: goes on in another process with what its task had left", async () => {
    expectHeld(await interrupted(inMemory()));
  });

  it("L7: resume × another subject: is refused, and recorded", async () => {
    const stores = inMemory();
    const calls = [call("sign", "s1")];
    const first = await processOf(stores, calls);
    const state = await first.ambit.run(REQUEST, () => first.bot.invoke(HELLO, on("t")));
    const second = await processOf(stores, calls);
    const bob = { ...REQUEST, subject: "user:bob" };
    const resume = () => caughtReason(second.bot.invoke(yes(asked(state)[0]), on("t")));
    expect(await second.ambit.run(bob, resume)).toBe("thread_foreign");
    expect(resumes(second)).toMatchObject([{ refused: "thread_foreign" }]);
    expect(second.tools.sign.ran).toEqual([]);
    // and the thread is still Alice's
    expect(await second.ambit.run(REQUEST, resume)).toBe("ran");
    expect(second.tools.sign.ran).toHaveLength(1);
  });

  it("L7: resume × another subject: taken over, has no more than the thread had left", async () => {
    const stores = inMemory();
    const calls = [call("look", "l1"), call("sign", "s1"), call("pay", "p1")];
    const first = await processOf(stores, calls);
    const request = { ...REQUEST, budget: { calls: 2 } };
    const state = await first.ambit.run(request, () => first.bot.invoke(HELLO, on("t")));
    const second = await processOf(stores, calls);
    const bob = { ...REQUEST, subject: "user:bob", adopt: true };
    await second.ambit.run(bob, () => second.bot.invoke(yes(asked(state)[0]), on("t")));
    expect(judged(second)).toEqual([
      ["sign", "ok"],
      ["pay", "budget_spent"],
    ]);
    expect(second.of("decision").map(({ subject }) => subject)).toEqual(["user:bob", "user:bob"]);
  });

  it("L7: resume × stricter policy: is decided by the rules of today", async () => {
    const stores = inMemory();
    const calls = [call("sign", "s1")];
    const first = await processOf(stores, calls);
    const state = await first.ambit.run(REQUEST, () => first.bot.invoke(HELLO, on("t")));
    const rules = RULES.replace(/^p, R3.*$/mu, "p, R3, staff, sign, *, **, *, *, *, true, deny, none");
    const second = await processOf(stores, calls, { rules });
    const end = await second.ambit.run(REQUEST, () => second.bot.invoke(yes(asked(state)[0]), on("t")));
    expect(answers(end)).toEqual(["sign error: AMBIT-D301"]);
    expect(second.tools.sign.ran).toEqual([]);
  });

  it("L2: resume × stricter policy: carries over the edge what a p2 row lets through", async () => {
    const stores = inMemory();
    const calls = [call("sign", "s1"), call("look", "l1")];
    const edges = (resume: string): string =>
      `${RULES}p2, E1, open, *, *, *, *, **, *, allow\np2, E2, resume, *, *, ${resume}, *, **, *, allow\n`;
    const first = await processOf(stores, calls, { model: edgeModel, rules: edges("*") });
    const state = await first.ambit.run(REQUEST, () => first.bot.invoke(HELLO, on("t")));
    const second = await processOf(stores, calls, { model: edgeModel, rules: edges("look") });
    await second.ambit.run(REQUEST, () => second.bot.invoke(yes(asked(state)[0]), on("t")));
    expect(judged(second)).toEqual([
      ["sign", "tool_not_granted"],
      ["look", "ok"],
    ]);
    expect(second.of("decision")[0]?.refusedBy).toEqual({ edge: "resume", what: "sign" });
    expect(resumes(second)[0]?.removed).toContain("all tools but look");
    const third = await processOf(stores, calls, { model: edgeModel, rules: edges("no_such_tool") });
    const shut = () => caughtReason(third.bot.invoke(null as never, on("t")));
    expect(await third.ambit.run(REQUEST, shut)).toBe("edge_denied");
    expect(resumes(third)).toMatchObject([{ refused: "edge_denied" }]);
  });

  it("L3: keeps the intent that was declared before the interrupt", async () => {
    const stores = inMemory();
    const declared = {
      name: "declare_intent",
      args: { purpose: "work/report", goal: "sign", tools: ["sign"] },
    };
    const calls = [[declared, ...call("sign", "s1"), ...call("pay", "p1")]];
    const first = await processOf(stores, calls);
    const state = await first.ambit.run(REQUEST, () => first.bot.invoke(HELLO, on("t")));
    const second = await processOf(stores, calls);
    await second.ambit.run(REQUEST, () => second.bot.invoke(yes(asked(state)[0]), on("t")));
    const [decision] = second.of("decision");
    expect(decision).toMatchObject({ tool: "sign", effect: "allow", purpose: "work/report" });
    expect(decision?.step).toBe(first.of("decision")[0]?.step);
    const purposes = first.of("decision").map(({ tool, purpose, reason }) => [tool, purpose, reason]);
    expect(purposes).toContainEqual(["pay", "work/report", "tool_not_granted"]);
  });

  it("L4: does not start while its store is away, and goes on when it is back", async () => {
    const stores = inMemory();
    let isAway = false;
    const away =
      <A extends readonly unknown[], B>(ask: (...args: A) => Promise<B>) =>
      (...args: A): Promise<B> =>
        isAway ? Promise.reject(new Error("ECONNREFUSED")) : ask(...args);
    const { threads } = stores;
    const flaky: ThreadPort = {
      load: away(threads.load.bind(threads)),
      save: away(threads.save.bind(threads)),
      spend: away(threads.spend.bind(threads)),
      release: away(threads.release.bind(threads)),
    };
    const calls = [call("sign", "s1"), call("pay", "p1")];
    const made = await processOf({ ...stores, threads: flaky }, calls);
    const state = await made.ambit.run(REQUEST, () => made.bot.invoke(HELLO, on("t")));
    const resume = () =>
      made.ambit.run(REQUEST, () => caughtReason(made.bot.invoke(yes(asked(state)[0]), on("t"))));
    isAway = true;
    expect(await resume()).toBe("thread_unavailable");
    expect(made.tools.sign.ran).toEqual([]);
    isAway = false;
    expect(await resume()).toBe("ran");
    expect([made.tools.sign.ran, made.tools.pay.ran].map(({ length }) => length)).toEqual([1, 1]);
    expect(resumes(made).map(({ refused }) => refused)).toEqual(["thread_unavailable", undefined]);
  });
});

if (await hasPostgres()) {
  describe("a thread in Postgres", () => {
    it("L7: resume × interrupt on PostgresSaver: goes on in another process with what its task had left", async () => {
      const stores = await postgresStores();
      try {
        expectHeld(await interrupted(stores));
      } finally {
        await stores.close();
      }
    });

    it("L7: resume × interrupt on PostgresSaver: of two that resume at once one approves and one writes", async () => {
      const stores = await postgresStores();
      try {
        const calls = [[...call("sign", "s1"), ...call("pay", "p1")]];
        const first = await processOf(stores, calls);
        const state = await first.ambit.run(REQUEST, () => first.bot.invoke(HELLO, on("t")));
        const many = await Promise.all([1, 2, 3].map(() => processOf(stores, calls)));
        const resume = ({ ambit, bot }: (typeof many)[number]) =>
          ambit.run(REQUEST, () => caughtReason(bot.invoke(yes(asked(state)[0]), on("t"))));
        await Promise.all(many.map(resume));
        const all = [first, ...many];
        expect(all.flatMap(({ tools }) => tools.sign.ran)).toHaveLength(1);
        expect(all.flatMap(({ tools }) => tools.pay.ran)).toHaveLength(1);
        const allowed = many.flatMap(judged).filter(([, reason]) => reason === "ok");
        expect(allowed).toEqual([["sign", "ok"]]);
      } finally {
        await stores.close();
      }
    });
  });
}
