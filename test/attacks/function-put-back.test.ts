import { withAuthority } from "@ambit/langchain/testing";
import { StructuredTool } from "@langchain/core/tools";
import { expect, it } from "vitest";
import { z } from "zod";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "the original function back in its place, or the guarded one deleted",
    expected: "policy_no_match",
    checklist: 10,
  },
  () => {
    it.each(["func", "_call"])("L1: %s of a sealed tool", async (key) => {
      const { ambit } = await house(POLICY);
      class Own extends StructuredTool {
        override name = "shut";
        override description = "d";
        override schema = z.object({});
        protected override _call(): Promise<string> {
          return Promise.resolve("ran");
        }
      }
      const tool = key === "func" ? noted("shut") : new Own();
      ambit.tools([tool]);
      expect(() => Object.assign(tool, { [key]: () => "ran" })).toThrow(TypeError);
      expect(() => Object.defineProperty(tool, key, { value: () => "ran" })).toThrow(TypeError);
      expect(Reflect.deleteProperty(tool, key)).toBe(false);
      const said = withAuthority({ ambit, agent: "bot", ...REQUEST }, () => caughtReason(tool.invoke({})));
      await expect(said).resolves.toBe("policy_no_match");
    });
  },
);
