import { scriptedModel } from "@ambit/testkit/model";
import { AIMessage } from "@langchain/core/messages";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  { wants: "rules and allowed values, learnt from what denials say", expected: "policy_no_match" },
  () => {
    it("L10: names to the model neither rule nor allowed value", async () => {
      const { ambit, of } = await house(POLICY);
      const made = createAgent({
        model: scriptedModel([{ name: "shut", args: { secret: "s3cr3t" } }], "done"),
        tools: [noted("shut")],
        middleware: [ambit.middleware()],
      });
      const agent = ambit.protect(made, { agent: "bot" });
      const { messages } = await ambit.run(REQUEST, () => agent.invoke(HELLO));
      expect(of("decision")).toMatchObject([{ reason: "policy_no_match" }]);
      const said = messages.filter((message) => !AIMessage.isInstance(message)).map(({ text }) => text);
      expect(said.join(" ")).not.toMatch(/R1|R2|staff|s3cr3t|rules/u);
    });
  },
);
