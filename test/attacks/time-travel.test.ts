import { Command } from "@langchain/langgraph";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { HELLO } from "../house/tools.ts";
import { checkpointsBefore, on } from "../house/threads.ts";
import { REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { HELD, world } from "./setting/resume.ts";

/** Keeps the id of the run with each checkpoint: the host goes on with a run that comes again under its id. */
class RunSaver extends MemorySaver {
  override put(...[config, checkpoint, metadata]: Parameters<MemorySaver["put"]>) {
    const run = (config as { readonly metadata?: Record<string, unknown> }).metadata?.["run_id"];
    return super.put(config, checkpoint, { ...metadata, run_id: run } as typeof metadata);
  }
}

attack(
  { wants: "a fresh budget, by resume, fork or time travel", expected: "budget_spent", checklist: 17 },
  () => {
    it("L7: does not get back the call that it spent, by going back to before it", async () => {
      const { process } = await world();
      const { ambit, bot, of, tools } = await process([[{ name: "open" }]]);
      await ambit.run({ ...REQUEST, budget: { calls: 1 } }, () =>
        bot.invoke(HELLO, { ...on("t"), recursionLimit: 4 }).catch(() => {}),
      );
      const before = await checkpointsBefore(bot, "tools", "t");
      await ambit.run(REQUEST, () => caughtReason(bot.invoke(null as never, before.at(-1))));
      expect(tools.open.ran).toHaveLength(1);
      expect(of("decision").at(-1)).toMatchObject({ tool: "open", reason: "budget_spent" });
    });

    it("L7: gets no fresh budget by being resumed, forked, or taken for another run", async () => {
      const { process } = await world({}, new RunSaver());
      const request = { ...REQUEST, budget: { calls: 2 } };
      const first = await process([[{ name: "open" }], [HELD]]);
      await first.ambit.run(request, () =>
        first.bot.invoke(HELLO, { ...on("t"), metadata: { run_id: "r1" } }),
      );
      expect(first.tools.open.ran).toHaveLength(1);
      const [beforeTools] = await checkpointsBefore(first.bot, "tools", "t");
      for (const [input, config] of [
        [HELLO, { ...on("t"), metadata: { run_id: "r1" } }],
        [null, on("t")],
        [null, beforeTools],
        [new Command({ goto: "model_request" }), on("t")],
      ] as const) {
        const { ambit, bot, of } = await process([[{ name: "open" }, { name: "open" }, { name: "open" }]]);
        await ambit.run({ ...REQUEST, budget: { calls: 50 } }, () =>
          caughtReason(bot.invoke(input as never, config as never)),
        );
        const [edge] = of("edge").filter((each) => each.edge === "resume");
        expect(edge?.removed.find((line) => line.startsWith("calls"))).toMatch(/^calls ≤ [01]$/u);
      }
    });
  },
);
