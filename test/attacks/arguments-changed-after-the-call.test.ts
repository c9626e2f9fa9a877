import { withAuthority } from "@ambit/langchain/testing";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { POLICY } from "./policy.ts";
import { attack } from "./attack.ts";
import { byReference, CEILING } from "./setting/arguments.ts";

attack(
  {
    wants: "arguments changed by the caller while the decision is made",
    expected: "runs as decided",
    checklist: 3,
  },
  () => {
    it("L5: do not reach the tool, when they change at once after the call", async () => {
      const { ambit } = await house(POLICY);
      const { made, ran } = byReference("send");
      ambit.tools([made]);
      await withAuthority({ ambit, agent: "bot", ...CEILING }, () => {
        const args = { to: "bob" };
        const call = (Reflect.get(made, "func") as (given: object) => unknown)(args);
        args.to = "eve";
        return call;
      });
      expect(ran).toEqual([{ to: "bob" }]);
    });
  },
);
