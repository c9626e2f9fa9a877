import { oneOf } from "@ambit/core";
import type { AmbitOptions } from "@ambit/langchain";
import { withAuthority } from "@ambit/langchain/testing";
import { AsyncLocalStorage } from "node:async_hooks";
import { expect, it, vi } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { ALL, perTask, looks, ALICE } from "./setting/evaluation.ts";

attack(
  {
    wants: "a decision used again where grant, budget or run have ended",
    expected: ["budget_spent", "run_closed"],
  },
  () => {
    it("L7: spares no call the grant, the budget, or the end of the run", async () => {
      const on = await perTask(ALL);
      const allow = [{ tool: "look", args: { id: oneOf(["1", "2", "3"]) } }];
      const request = { allow, budget: { calls: 2 } } as never;
      expect(await looks(on, ["1", "9", "2", "3"], request)).toEqual([
        "allow",
        "constraint_violation",
        "allow~",
        "budget_spent",
      ]);
      const tool = noted("look");
      on.ambit.tools([tool]);
      let late: () => Promise<unknown> = () => Promise.resolve();
      await withAuthority({ ...ALICE, ambit: on.ambit }, async () => {
        await tool.invoke({ id: "1" });
        const here = AsyncLocalStorage.snapshot();
        late = () => here(() => caughtReason(tool.invoke({ id: "2" })));
      });
      expect(await late()).toBe("run_closed");
    });

    it("asks a person for every call that needs one", async () => {
      const approve = vi.fn<NonNullable<AmbitOptions["approve"]>>(({ digest, callId }) =>
        Promise.resolve({ approved: true, digest, ...(callId === undefined ? {} : { callId }) }),
      );
      const on = await perTask(ALL.replace("none", "approve:boss"), { approve });
      expect(await looks(on, ["1", "2"])).toEqual(["allow", "allow~"]);
      expect(approve).toHaveBeenCalledTimes(2);
    });
  },
);
