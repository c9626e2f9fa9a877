import { AsyncResource } from "node:async_hooks";
import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { HELLO, noted } from "../house/tools.ts";
import { hostile } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

hostile(
  { does: "call a tool that nobody sealed from an asynchronous context made outside of every run" },
  () => {
    it("is not seen there: outside of every run nothing that is unsealed is touched", async () => {
      const { ambit, of } = await house(POLICY);
      const shut = noted("shut");
      const outside = new AsyncResource("outside");
      const graph = new StateGraph(MessagesAnnotation)
        .addNode("n", async () => {
          await outside.runInAsyncScope(() => shut.invoke({}));
          return {};
        })
        .addEdge(START, "n")
        .compile();
      ambit.protect(graph, { agent: "bot" });
      expect(ambit.protect(graph, { agent: "bot" }).ambit.coverage().opaque).toEqual(["n"]);
      await ambit.run(REQUEST, () => graph.invoke(HELLO));
      expect(shut.ran).toHaveLength(1);
      expect(of("decision")).toEqual([]);
    });
  },
);
