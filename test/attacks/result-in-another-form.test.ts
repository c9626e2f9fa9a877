import { scriptedModel } from "@ambit/testkit/model";
import { tool } from "@langchain/core/tools";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent, createMiddleware } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { answers, calling, HELLO } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

const FORMS = {
  "returns directly": { returnDirect: true },
  "gives an artifact": { responseFormat: "content_and_artifact" },
  "does both": { returnDirect: true, responseFormat: "content_and_artifact" },
} as const;
const passing = createMiddleware({ name: "passing", wrapToolCall: (request, handler) => handler(request) });

attack(
  {
    wants: "a denied tool whose result goes another way: returnDirect, content_and_artifact",
    expected: "policy_no_match",
  },
  () => {
    it.each(Object.entries(FORMS))("L1: does not run where it %s", async (_how, form) => {
      const { ambit, of } = await house(POLICY);
      let ran = 0;
      const shut = tool(
        () => {
          ran += 1;
          return ["secret", { secret: 1 }];
        },
        { name: "shut", description: "d", schema: z.looseObject({}), ...form },
      );
      ambit.tools([shut]);
      for (const middleware of [[], [passing]]) {
        const model = scriptedModel([{ name: "shut" }], "done");
        const agent = createAgent({ model, tools: [shut], middleware: [ambit.middleware(), ...middleware] });
        ambit.protect(agent, { agent: "bot" });
        const state = await ambit.run(REQUEST, () => agent.invoke(HELLO));
        expect(answers(state)).toEqual(["shut error: AMBIT-D302"]);
        expect(JSON.stringify(state)).not.toContain("secret");
      }
      const node = await ambit.run(
        REQUEST,
        () => new ToolNode([shut]).invoke(calling("shut")) as Promise<object>,
      );
      expect(answers(node)).toEqual(["shut error: AMBIT-D302"]);
      expect(ran).toBe(0);
      expect(of("decision").slice(0, 2)).toMatchObject([
        { reason: "policy_no_match" },
        { reason: "policy_no_match" },
      ]);
    });
  },
);
