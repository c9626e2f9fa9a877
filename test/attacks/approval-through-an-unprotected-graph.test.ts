import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { on } from "../house/threads.ts";
import { answers, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { HELD, messageOf } from "./setting/approvals.ts";

attack(
  {
    wants: "an approval through a graph whose threads nobody holds",
    expected: "approval_unavailable",
    checklist: 19,
  },
  () => {
    it("L7: is not asked for through a graph that is not protected: nothing would hold it to one call", async () => {
      const made = await house(POLICY);
      const held = noted("held");
      made.ambit.tools([held]);
      const graph = new StateGraph(MessagesAnnotation)
        .addNode("tools", new ToolNode([held]))
        .addEdge(START, "tools")
        .compile({ checkpointer: new MemorySaver() });
      const state = await made.ambit.run(REQUEST, () => graph.invoke(messageOf(HELD), on("t")));
      expect(answers(state)).toEqual(["held error: AMBIT-D403"]);
      expect(made.of("decision")).toMatchObject([{ reason: "approval_unavailable" }]);
      expect(held.ran).toEqual([]);
    });
  },
);
