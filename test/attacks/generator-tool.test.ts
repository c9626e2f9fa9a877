import { scriptedModel } from "@ambit/testkit/model";
import { tool } from "@langchain/core/tools";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

const schema = z.looseObject({});

attack(
  {
    wants: "its caller's wider authority, in a body that runs when its generator is asked for more",
    expected: "tool_not_granted",
    checklist: 13,
  },
  () => {
    it("L2: has the narrower authority of its step at each of its steps", async () => {
      const { ambit, of } = await house(POLICY);
      const said: unknown[] = [];
      const open = noted("open");
      const outer = tool(
        async function* () {
          said.push(await caughtReason(open.invoke({})));
          yield "first";
          said.push(await caughtReason(open.invoke({})));
          return "last";
        },
        { name: "outer", description: "d", schema },
      );
      const declared = { purpose: "work", goal: "look", tools: ["outer"] };
      const turn = [{ name: "declare_intent", args: declared }, { name: "outer" }];
      const agent = createAgent({
        model: scriptedModel(turn, "done"),
        tools: [outer, open],
        middleware: [ambit.middleware()],
      });
      ambit.protect(agent, { agent: "bot" });
      await ambit.run(REQUEST, () => agent.invoke(HELLO));
      expect(said).toEqual(["tool_not_granted", "tool_not_granted"]);
      expect(open.ran).toEqual([]);
      expect(of("decision").map(({ tool: name, effect }) => `${name} ${effect}`)).toEqual([
        "outer allow",
        "open deny",
        "open deny",
      ]);
    });
  },
);
