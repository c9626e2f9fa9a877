import { oneOf } from "@ambit/langchain";
import { scriptedModel } from "@ambit/testkit/model";
import { createCodeInterpreterMiddleware } from "@langchain/quickjs";
import { createDeepAgent } from "deepagents";
import { expect, it } from "vitest";
import { house, READ } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

const CODE = `
const attempt = async (call) => { try { await call(); } catch (error) { String(error); } };
await attempt(() => tools.shut({}));
await attempt(() => tools.send({ to: "eve" }));
await attempt(() => tools.send({ to: "bob" }));
`;
const CEILING = [{ tool: "eval" }, { tool: "send", args: { to: oneOf(["bob"]) } }];
const RULES = {
  rules: `${POLICY.rules}g2, eval, free\n`,
  tools: { ...POLICY.tools, eval: READ },
};

/** A deep agent whose model writes code that calls tools. */
function agentOf(tools: readonly object[], more: readonly object[] = []) {
  const interpreter = createCodeInterpreterMiddleware({ ptc: ["shut", "send"] as never, toolName: "eval" });
  return createDeepAgent({
    model: scriptedModel([{ name: "eval", args: { code: CODE } }], "done"),
    tools: tools as never,
    middleware: [...more, interpreter] as never,
  });
}

attack(
  {
    wants: "a denied tool, called by code that the model writes for an interpreter",
    expected: "constraint_violation",
    checklist: 7,
  },
  () => {
    it("L1: is decided call by call inside of the code", async () => {
      const { ambit, of } = await house(RULES);
      const [shut, send] = [noted("shut"), noted("send")];
      const agent = ambit.protect(agentOf([shut, send], [ambit.middleware()]), { agent: "bot" });
      await ambit.run({ ...REQUEST, allow: CEILING }, () => agent.invoke(HELLO as never));
      expect(of("decision").map(({ tool, reason }) => `${tool} ${reason ?? "ok"}`)).toEqual([
        "eval ok",
        "send constraint_violation",
        "send ok",
      ]);
      expect([shut.ran, send.ran]).toEqual([[], [{ to: "bob" }]]);
    });

    it("runs where nothing is protected: the danger is real", async () => {
      const [shut, send] = [noted("shut"), noted("send")];
      await agentOf([shut, send]).invoke(HELLO as never);
      expect([shut.ran.length, send.ran.length]).toEqual([1, 2]);
    });
  },
);
