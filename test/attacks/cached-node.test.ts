import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { InMemoryCache } from "@langchain/langgraph-checkpoint";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { POLICY } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  { wants: "another subject's result, out of a node's cache", expected: "tool_unsealed", checklist: 20 },
  () => {
    it("L1: cannot hang on two nodes of which one caches, in whatever order", async () => {
      const { ambit } = await house(POLICY);
      const node = new ToolNode([noted("shut")]);
      const graph = new StateGraph(MessagesAnnotation)
        .addNode("a", node)
        .addNode("b", node, { cachePolicy: true })
        .addEdge(START, "a")
        .addEdge("a", "b")
        .compile({ cache: new InMemoryCache() });
      expect(() => ambit.protect(graph, { agent: "bot" })).toThrow(
        expect.objectContaining({ reason: "tool_unsealed" }),
      );
    });
  },
);
