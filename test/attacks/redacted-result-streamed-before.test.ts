import { withAuthority } from "@ambit/langchain/testing";
import { tool } from "@langchain/core/tools";
import { expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "the secret part of a result, streamed before it is redacted",
    expected: "runs as decided",
    checklist: 13,
  },
  () => {
    const rules = POLICY.rules.replace("allow, none", "allow, redact:secret");

    it.each([
      ["is not streamed before", { ...POLICY, rules }, []],
      ["is streamed when nothing is redacted", POLICY, [{ secret: "s1" }]],
    ])("L4: %s", async (_name, policy, expected) => {
      const { ambit } = await house(policy);
      const open = tool(
        async function* () {
          yield { secret: "s1" };
          return { secret: "s1" };
        },
        { name: "open", description: "d", schema: z.object({}) },
      );
      ambit.tools([open]);
      const seen: unknown[] = [];
      const callbacks = [{ handleToolEvent: (chunk: unknown) => void seen.push(chunk) }];
      await withAuthority({ ambit, agent: "bot", ...REQUEST }, () =>
        open.invoke({}, { callbacks: callbacks as never }),
      );
      expect(seen).toEqual(expected);
    });
  },
);
