import { withAuthority } from "@ambit/langchain/testing";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { POLICY } from "./policy.ts";
import { attack } from "./attack.ts";
import { byReference, CEILING } from "./setting/arguments.ts";

attack(
  { wants: "a constraint that finds its value on a prototype", expected: "constraint_violation" },
  () => {
    it("L4: take __proto__ for an ordinary name", async () => {
      const { ambit } = await house(POLICY);
      const { made, ran } = byReference("send");
      ambit.tools([made]);
      const args = JSON.parse('{ "__proto__": { "to": "bob" } }') as object;
      await withAuthority({ ambit, agent: "bot", ...CEILING }, () =>
        expect(made.invoke(args as never)).rejects.toMatchObject({ reason: "constraint_violation" }),
      );
      expect(ran).toEqual([]);
    });
  },
);
