import { createRequire } from "node:module";
import { withAuthority } from "@ambit/langchain/testing";
import { StructuredTool, type tool } from "@langchain/core/tools";
import { expect, it } from "vitest";
import { z } from "zod";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { inAgent } from "./setting/ways.ts";

attack(
  {
    wants: "a denied tool of the host's other build (CommonJS beside ESM)",
    expected: "policy_no_match",
    checklist: 12,
  },
  () => {
    it("L1: a tool of the host's other build is sealed like any", async () => {
      const { ambit, of } = await house(POLICY);
      const { tool: make } = createRequire(import.meta.url)("@langchain/core/tools") as {
        readonly tool: typeof tool;
      };
      const ran: number[] = [];
      const foreign = make(() => ran.push(1), { name: "shut", description: "d", schema: z.object({}) });
      expect(foreign).not.toBeInstanceOf(StructuredTool);
      ambit.tools([foreign]);
      await withAuthority({ ambit, agent: "bot", ...REQUEST }, () =>
        caughtReason(inAgent(foreign as never) as Promise<unknown>),
      );
      expect(ran).toEqual([]);
      expect(of("decision")).toMatchObject([{ tool: "shut", reason: "policy_no_match" }]);
    });
  },
);
