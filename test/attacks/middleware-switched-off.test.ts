import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "a denied tool, by switching the middleware off after construction",
    expected: "policy_no_match",
    checklist: 26,
  },
  () => {
    it("L1: opens nothing", async () => {
      const { ambit, of } = await house(POLICY);
      const shut = noted("shut");
      const middleware = [ambit.middleware()];
      const made = createAgent({
        model: scriptedModel([{ name: "shut" }], "done"),
        tools: [shut],
        middleware,
      });
      const agent = ambit.protect(made, { agent: "bot" });
      const off = { wrapModelCall: undefined, wrapToolCall: undefined };
      for (const object of [middleware[0], agent.graph.nodes["tools"]?.bound])
        Object.assign(object ?? {}, off);
      await caughtReason(ambit.run(REQUEST, () => agent.invoke(HELLO)));
      expect(shut.ran).toEqual([]);
      expect(of("decision")).toMatchObject([{ tool: "shut", reason: "policy_no_match" }]);
    });
  },
);
