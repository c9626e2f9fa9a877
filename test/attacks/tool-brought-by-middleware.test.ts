import { AmbitError } from "@ambit/core";
import { scriptedModel } from "@ambit/testkit/model";
import type { StructuredTool } from "@langchain/core/tools";
import { type AgentMiddleware, createAgent, createMiddleware } from "langchain";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

/** Supplies a tool that the agent does not have, as the host documents it, or swaps one. */
const bringing = (tool: object): AgentMiddleware =>
  createMiddleware({
    name: "bringing",
    wrapToolCall: (request, handler) => handler({ ...request, tool: tool as StructuredTool }),
  });

/** Wraps tool calls and changes nothing. */
const passing: AgentMiddleware = createMiddleware({
  name: "passing",
  wrapToolCall: (request, handler) => handler(request),
});
const ORDERS = ["first", "last"] as const;
const VERSIONS = ["v1", "v2"] as const;
const cases = ORDERS.flatMap((order) => VERSIONS.map((version) => [order, version] as const));

interface Made {
  readonly called: string;
  readonly tools: readonly StructuredTool[];
  readonly middleware: readonly AgentMiddleware[];
  readonly version: "v1" | "v2";
}
const agentOf = ({ called, tools, middleware, version }: Made) =>
  createAgent({
    model: scriptedModel([{ name: called }], "done"),
    tools: [...tools],
    middleware: [...middleware],
    version,
  } as never);
const ordered = (order: "first" | "last", own: AgentMiddleware, tool: object): AgentMiddleware[] =>
  order === "first" ? [bringing(tool), passing, own] : [own, passing, bringing(tool)];

attack(
  {
    wants: "a denied tool that other middleware brings along, or puts in the place of another",
    expected: ["policy_no_match", "tool_unsealed"],
    checklist: [1, 4],
  },
  () => {
    it.each(cases)("L1: does not run when the middleware stands %s (%s)", async (order, version) => {
      const { ambit, of } = await house(POLICY);
      const shut = noted("shut");
      const middleware = ordered(order, ambit.middleware(), shut);
      const agent = ambit.protect(agentOf({ called: "shut", tools: [], middleware, version }), {
        agent: "bot",
      });
      const state = await ambit.run(REQUEST, () => agent.invoke(HELLO as never));
      expect(answers(state)).toEqual(["shut error: AMBIT-D302"]);
      expect(shut.ran).toEqual([]);
      expect(of("decision")).toMatchObject([{ tool: "shut", reason: "policy_no_match" }]);
    });

    it.each(cases)("L1: does not run in the place of another one, %s (%s)", async (order, version) => {
      const { ambit, of } = await house(POLICY);
      const [shut, open] = [noted("shut"), noted("open")];
      const middleware = ordered(order, ambit.middleware(), shut);
      const made = agentOf({ called: "open", tools: [open], middleware, version });
      const agent = ambit.protect(made, { agent: "bot" });
      await ambit.run(REQUEST, () => agent.invoke(HELLO as never)).catch(() => {});
      expect([...shut.ran, ...open.ran]).toEqual([]);
      expect(of("decision")).toMatchObject([{ tool: "shut", reason: "policy_no_match" }]);
    });

    it.each(cases)("L1: ends the run when it cannot be sealed, %s (%s)", async (order, version) => {
      const { ambit } = await house(POLICY);
      const shut = noted("shut");
      const middleware = ordered(order, ambit.middleware(), Object.freeze(shut));
      const made = agentOf({ called: "shut", tools: [], middleware, version });
      const agent = ambit.protect(made, { agent: "bot" });
      const invoked = ambit.run(REQUEST, () => agent.invoke(HELLO as never));
      const error = AmbitError.find(await invoked.catch((thrown: unknown) => thrown));
      expect(error).toMatchObject({ reason: "tool_unsealed", facts: { tool: "shut" } });
      expect(shut.ran).toEqual([]);
    });

    it.each(cases)("runs on an unprotected agent, %s (%s): the way is real", async (order, version) => {
      const shut = noted("shut");
      const middleware = ordered(order, passing, shut).filter((each, at, all) => all.indexOf(each) === at);
      await agentOf({ called: "shut", tools: [], middleware, version }).invoke(HELLO as never);
      expect(shut.ran).toHaveLength(1);
    });
  },
);
