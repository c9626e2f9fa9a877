import { withAuthority } from "@ambit/langchain/testing";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "a run inside a run with more tools, calls or time",
    expected: ["tool_not_granted", "budget_spent", "grant_expired"],
  },
  () => {
    it.each([
      ["tools", { allow: [{ tool: "outer" }] }, { allow: [{ tool: "open" }] }, "tool_not_granted"],
      ["calls", { budget: { calls: 1 } }, { budget: { calls: 9 } }, "budget_spent"],
    ])(
      "L2: has no more %s than the run around it, from inside a tool",
      async (_name, outside, inside, reason) => {
        const { ambit } = await house(POLICY);
        const open = noted("open");
        ambit.tools([open]);
        const outer = noted("outer", () =>
          ambit.run({ ...REQUEST, ...inside }, () => caughtReason(open.invoke({}))),
        );
        ambit.tools([outer]);
        const request = { ambit, agent: "bot", ...REQUEST, ...outside };
        expect(await withAuthority(request, () => outer.invoke({}))).toBe(reason);
        expect(open.ran).toEqual([]);
      },
    );

    it("L2: lives no longer than the run around it", async () => {
      let now = 1_000;
      const { ambit } = await house(POLICY, { clock: () => now });
      const open = noted("open");
      ambit.tools([open]);
      const said = await withAuthority({ ambit, agent: "bot", ...REQUEST, ttl: "1s" }, () =>
        ambit.run({ ...REQUEST, ttl: "1h" }, () => {
          now += 1_000;
          return caughtReason(open.invoke({}));
        }),
      );
      expect(said).toBe("grant_expired");
    });
  },
);
