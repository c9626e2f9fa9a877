import { scriptedModel } from "@ambit/testkit/model";
import { MemorySaver } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { on, resumable } from "../house/threads.ts";
import { HELLO, noted } from "../house/tools.ts";
import { REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { POLICY, judged } from "./setting/taint.ts";

attack({ wants: "taint left behind on a thread of the tool's own", expected: "policy_no_match" }, () => {
  it.each([
    ["now", 1],
    ["before", 2],
  ])("L2: on a thread of a tool's own %s, is read on the thread of its caller too", async (_when, times) => {
    const made = await house(POLICY);
    const checkpointer = new MemorySaver();
    const helper = made.ambit.protect(
      createAgent({
        model: scriptedModel([{ name: "read" }], "read it"),
        tools: [noted("read")],
        middleware: [made.ambit.middleware()],
        checkpointer,
      }),
      { agent: "helper" },
    );
    for (let time = 1; time < times; time++)
      await made.ambit.run(REQUEST, () => helper.invoke(HELLO, on("of the tool")));
    const ask = noted("ask", async () => {
      await helper.invoke(HELLO, on("of the tool"));
      return { order: "1042" };
    });
    const bot = resumable(made, [[{ name: "ask" }], "asked", [{ name: "sink" }]], {
      tools: [ask, noted("sink")],
      checkpointer,
    });
    await made.ambit.run(REQUEST, () => bot.invoke(HELLO, on("t")));
    await made.ambit.run(REQUEST, () => bot.invoke(HELLO, on("t")));
    expect(judged(made).slice(-1)).toEqual(["sink policy_no_match"]);
  });
});
