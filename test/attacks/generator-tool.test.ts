import { currentCall } from "@ambit/langchain";
import { scriptedModel } from "@ambit/testkit/model";
import { tool } from "@langchain/core/tools";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

attack(
  {
    wants: "its caller's wider authority, in a body that runs when its generator is asked for more",
    expected: ["goal_refused", "policy_no_match"],
    checklist: 13,
  },
  () => {
    it("L2: has the authority of a tool's body at each of its steps, not that of the run", async () => {
      const { ambit, of } = await house(POLICY);
      const shut = noted("shut");
      const said: unknown[] = [];
      const look = async () => {
        said.push(currentCall()?.tool);
        said.push(await caughtReason(ambit.changeGoal({ purpose: "play", goal: "x" }, () => 1)));
        said.push(await caughtReason(shut.invoke({})));
      };
      const outer = tool(
        async function* () {
          await look();
          yield "first";
          await look();
          return "last";
        },
        { name: "outer", description: "d", schema: z.looseObject({}) },
      );
      const agent = createAgent({
        model: scriptedModel([{ name: "outer" }], "done"),
        tools: [outer, shut],
        middleware: [ambit.middleware()],
      });
      ambit.protect(agent, { agent: "bot" });
      const state = await ambit.run(REQUEST, () => agent.invoke(HELLO));
      expect(answers(state)).toEqual(["outer success: last"]);
      const step = ["outer", "goal_refused", "policy_no_match"];
      expect(said).toEqual([...step, ...step]);
      expect(of("decision").map(({ tool: name }) => name)).toEqual(["outer", "shut", "shut"]);
      expect(shut.ran).toEqual([]);
    });
  },
);
