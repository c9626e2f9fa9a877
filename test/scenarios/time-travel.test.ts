import { describe, expect, it } from "vitest";
import { call, inMemory, judged, processOf, REQUEST, resumes, yes } from "../house/processes.ts";
import { asked, checkpointsBefore, on } from "../house/threads.ts";
import { HELLO } from "../house/tools.ts";

describe("a thread that goes on from somewhere else", () => {
  it("L7: resume × time travel: restores neither budget nor approval, and does no write again", async () => {
    const stores = inMemory();
    const calls = [call("pay", "p1"), call("sign", "s1")];
    const first = await processOf(stores, calls);
    const request = { ...REQUEST, budget: { calls: 4 } };
    const state = await first.ambit.run(request, () => first.bot.invoke(HELLO, on("t")));
    const question = asked(state)[0];
    await first.ambit.run(request, () => first.bot.invoke(yes(question), on("t")));
    expect(judged(first).filter(([, reason]) => reason === "ok")).toHaveLength(2);

    const [beforeSign, beforePay] = await checkpointsBefore(first.bot, "tools", "t");
    const second = await processOf(stores, calls);
    await second.ambit.run(REQUEST, () => second.bot.invoke(null as never, beforePay));
    const third = await processOf(stores, calls);
    await third.ambit.run(REQUEST, () => third.bot.invoke(yes(question), beforeSign));
    expect(judged(second)).toEqual([
      ["pay", "call_done"],
      ["sign", "approval_spent"],
    ]);
    expect(judged(third)).toEqual([["sign", "approval_spent"]]);
    expect([...second.tools.pay.ran, ...second.tools.sign.ran, ...third.tools.sign.ran]).toEqual([]);
    expect(resumes(second)[0]?.removed).toEqual(["calls ≤ 2", "writes ≤ 18", "spent approvals 1"]);
  });

  it("L7: resume × fork: two forks of one checkpoint share what is left, and one write", async () => {
    const stores = inMemory();
    const first = await processOf(stores, [call("look", "l1")]);
    const request = { ...REQUEST, budget: { calls: 3 } };
    await first.ambit.run(request, () => first.bot.invoke(HELLO, on("t")));
    const [fork] = await checkpointsBefore(first.bot, "model_request", "t");
    // in each fork the model makes the same two calls, under the ids of the first time
    const forks = [];
    for (const _again of [1, 2]) {
      const made = await processOf(stores, ["", [...call("pay", "p1"), ...call("pay", "p2", { x: 2 })]]);
      await made.ambit.run(REQUEST, () => made.bot.invoke(null as never, fork));
      forks.push(made);
    }
    expect(forks.map((made) => judged(made).map(([, reason]) => reason))).toEqual([
      ["ok", "ok"],
      ["budget_spent", "budget_spent"],
    ]);
    expect(resumes(forks[1]!)[0]?.removed).toContain("calls ≤ 0");
  });

  it("L7: resume × new input on a known thread: begins a task with its own budget, on what was read before", async () => {
    const stores = inMemory();
    const calls = [call("look", "l1"), "said", call("look", "l2"), call("mail", "m1")];
    const request = { ...REQUEST, budget: { calls: 1 } };
    const first = await processOf(stores, calls);
    await first.ambit.run(request, () => first.bot.invoke(HELLO, on("t")));
    const second = await processOf(stores, calls);
    await second.ambit.run({ ...REQUEST, budget: { calls: 2 } }, () => second.bot.invoke(HELLO, on("t")));
    expect(judged(second)).toEqual([
      ["look", "ok"],
      ["mail", "policy_no_match"],
    ]);
    expect(resumes(second)[0]?.removed).toEqual([
      "trust: the thread has read untrusted text",
      "seen public → internal",
    ]);
  });

  it("L2: taint × resumed thread: what was read before stays read, in another process too", async () => {
    const stores = inMemory();
    const first = await processOf(stores, [call("look", "l1")]);
    await first.ambit.run(REQUEST, () => first.bot.invoke(HELLO, on("t")));
    const [clean, known] = [
      await processOf(stores, [call("mail", "m1")]),
      await processOf(stores, ["", "", call("mail", "m1")]),
    ];
    await clean.ambit.run(REQUEST, () => clean.bot.invoke(HELLO, on("u")));
    await known.ambit.run(REQUEST, () => known.bot.invoke(HELLO, on("t")));
    expect([judged(clean), judged(known)]).toEqual([[["mail", "ok"]], [["mail", "policy_no_match"]]]);
  });
});
