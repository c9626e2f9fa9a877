import type { MiddlewareOptions } from "@ambit/langchain";
import { scriptedModel } from "@ambit/testkit/model";
import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { type AgentMiddleware, createAgent } from "langchain";
import { expect, it } from "vitest";
import { house, READ } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

const SEARCH = { type: "web_search_20250305", name: "web_search" };
const RULES = { ...POLICY, tools: { ...POLICY.tools, web_search: READ } };
const RULES_FOR_SEARCH = { ...RULES, rules: `${POLICY.rules}g2, web_search, free\n` };

/** What the model was offered in and outside of a run. */
async function offered(rules: typeof RULES, options?: MiddlewareOptions) {
  const { ambit } = await house(rules);
  const model = scriptedModel("done");
  const middleware = [ambit.middleware(options)];
  const agent = createAgent({ model, tools: [noted("open"), SEARCH], middleware });
  const bot = ambit.protect(agent, { agent: "bot" });
  await ambit.run(REQUEST, () => bot.invoke(HELLO));
  await bot.invoke(HELLO);
  return model.offered.map((names) => names.filter((name) => name !== "declare_intent"));
}

/** The model's provider runs the tool by itself: what the model asks it never comes by here. */
attack(
  { wants: "a tool that runs at the model's provider", expected: "is not offered", checklist: 22 },
  () => {
    it("L1: is not offered, although a rule would allow it: none of its calls could be decided", async () => {
      expect(await offered(RULES_FOR_SEARCH)).toEqual([["open"], ["open"]]);
    });

    it("L1: is offered where trusted code names it and a rule allows it, and only inside a run", async () => {
      expect(await offered(RULES_FOR_SEARCH, { providerTools: ["web_search"] })).toEqual([
        ["open", "web_search"],
        ["open"],
      ]);
    });

    it("L1: is not offered where no rule allows it, whatever trusted code names", async () => {
      expect(await offered(RULES, { providerTools: ["web_search"] })).toEqual([["open"], ["open"]]);
    });

    it("is offered by an agent in a graph only if that has no middleware of ours: out of sight", async () => {
      const { ambit } = await house(RULES_FOR_SEARCH);
      const offeredWith = async (...middleware: AgentMiddleware[]) => {
        const model = scriptedModel("done");
        const agent = createAgent({ model, tools: [noted("open"), SEARCH], middleware });
        const built = new StateGraph(MessagesAnnotation).addNode("n", agent.graph).addEdge(START, "n");
        const graph = ambit.protect(built.compile(), { agent: "bot" });
        await ambit.run(REQUEST, () => graph.invoke(HELLO));
        expect(graph.ambit.coverage().tools.map(({ name }) => name)).toEqual(["open"]);
        return model.offered;
      };
      expect(await offeredWith(ambit.middleware())).toEqual([["open", "declare_intent"]]);
      expect(await offeredWith()).toEqual([["open", "web_search"]]);
    });

    it("is named by a list of names", async () => {
      const { ambit } = await house(POLICY);
      for (const providerTools of ["web_search", [""], [SEARCH]])
        expect(() => ambit.middleware({ providerTools } as never)).toThrow(
          expect.objectContaining({ reason: "config_invalid", facts: { option: "providerTools" } }),
        );
    });
  },
);
