import { Command, MemorySaver } from "@langchain/langgraph";
import { createAgent } from "langchain";
import { scriptedModel } from "@ambit/testkit/model";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { asked, on, resumable } from "../house/threads.ts";
import { HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { HELD, sharing, to } from "./setting/thread-bounds.ts";

const refusal = (question: object | undefined) =>
  new Command({ resume: { decisions: [{ type: "reject" }], ...question } }) as never;

attack(
  { wants: "a budget spent more than once by many who resume at once", expected: "budget_spent" },
  () => {
    it.each([
      ["send", { writes: 1 }],
      ["open", { calls: 1 }],
    ] as const)("L2: is spent once by all who resume it at once: %s", async (name, budget) => {
      const process = sharing();
      const first = await process([HELD]);
      const waiting = await first.ambit.run({ ...REQUEST, budget }, () => first.bot.invoke(HELLO, on("t")));
      const no = refusal(asked(waiting)[0]);
      const many = await Promise.all(
        ["a", "b", "c", "d"].map((each) => process([HELD], [{ name, args: to(each) }])),
      );
      await Promise.all(
        many.map(({ ambit, bot }) => ambit.run(REQUEST, () => caughtReason(bot.invoke(no, on("t"))))),
      );
      expect(many.flatMap(({ tools }) => tools[name].ran)).toHaveLength(1);
      const reasons = many.flatMap(({ of }) => of("decision").map(({ reason }) => reason));
      expect(reasons.filter((reason) => reason === "budget_spent")).toHaveLength(3);
    });

    it("L2: is spent by what a tool does on a thread of its own, too", async () => {
      const process = sharing();
      const first = await process([HELD]);
      const request = { ...REQUEST, budget: { writes: 1 } };
      const waiting = await first.ambit.run(request, () => first.bot.invoke(HELLO, on("t")));
      const no = refusal(asked(waiting)[0]);
      const runs = ["a", "b", "c"].map(async (name) => {
        const made = await house(POLICY, { threads: first.threads });
        const send = noted("send");
        const own = createAgent({
          model: scriptedModel([{ name: "send", args: to(name) }], "sent"),
          tools: [send],
          middleware: [made.ambit.middleware()],
          checkpointer: new MemorySaver(),
        });
        made.ambit.protect(own, { agent: "bot" });
        const outer = noted("outer", () => own.invoke(HELLO as never, on(`of ${name}`)).then(() => "done"));
        const tools = [noted("held"), outer];
        const { checkpointer } = first;
        const bot = resumable(made, [[HELD], [{ name: "outer" }]] as never, { tools, checkpointer });
        await made.ambit.run(REQUEST, () => caughtReason(bot.invoke(no, on("t"))));
        return send.ran;
      });
      expect((await Promise.all(runs)).flat()).toHaveLength(1);
    });
  },
);
