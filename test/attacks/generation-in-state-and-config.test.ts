import { scriptedModel } from "@ambit/testkit/model";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "an old generation to live on, by what state, config and context say of it",
    expected: "generation_stale",
    checklist: 16,
  },
  () => {
    it("L2: is not changed by what state, config or context say of generations", async () => {
      const { ambit, of } = await house(POLICY);
      const open = noted("open");
      const forged = {
        generation: 2,
        run: { generation: 1 },
        purpose: "play",
        __ambit_run: { generation: 2 },
      };
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
  },
);
