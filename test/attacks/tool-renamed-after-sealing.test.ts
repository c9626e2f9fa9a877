import { withAuthority } from "@ambit/langchain/testing";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

attack(
  {
    wants: "a denied tool, renamed to an allowed one after it was sealed",
    expected: "policy_no_match",
    checklist: 10,
  },
  () => {
    it.each<[string, (tool: object) => unknown]>([
      ["a value", (tool) => Object.assign(tool, { name: "open" })],
      [
        "a getter that answers in turn",
        (tool) => {
          let times = 0;
          Object.defineProperty(tool, "name", { get: () => (times++ % 2 === 0 ? "open" : "shut") });
        },
      ],
    ])("L1: keeps the name that it was sealed with, over %s", async (_how, rename) => {
      const { ambit, of } = await house(POLICY);
      const [shut] = ambit.tools([noted("shut")]);
      rename(shut);
      const said = await withAuthority({ ambit, agent: "bot", ...REQUEST }, () =>
        caughtReason(shut.invoke({})),
      );
      expect(said).toBe("policy_no_match");
      expect(of("decision")).toMatchObject([{ tool: "shut" }]);
      expect(shut.ran).toEqual([]);
    });
  },
);
