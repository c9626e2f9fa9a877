import { scriptedModel } from "@ambit/testkit/model";
import { AIMessage } from "@langchain/core/messages";
import { Command, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { calling } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { inAgent, triedEverywhere, type Ways } from "./setting/ways.ts";

const WAYS: Ways = {
  "an agent": (tool) => inAgent(tool),
  "a prebuilt ToolNode": (tool) =>
    new StateGraph(MessagesAnnotation)
      .addNode("t", new ToolNode([tool]))
      .addEdge(START, "t")
      .compile()
      .invoke(calling(tool.name)),
  "tool calls that no model made": (tool) =>
    createAgent({ model: scriptedModel("done"), tools: [tool] }).graph.invoke(
      new Command({ goto: "tools", update: calling(tool.name) }) as never,
    ),
  "a call without an id": (tool) =>
    new ToolNode([tool]).invoke({
      messages: [new AIMessage({ content: "", tool_calls: [{ name: tool.name, args: {} }] })],
    }),
};

attack(
  {
    wants: "a denied tool, by tool calls that no model made, or without an id",
    expected: "policy_no_match",
    checklist: [16, 24],
  },
  () => {
    it.each(Object.entries(WAYS))("L1: is decided by %s, a way that is real", async (_name, way) => {
      expect(await triedEverywhere(way)).toEqual({
        inARun: { ran: 0, reasons: ["policy_no_match"] },
        ranOutside: 0,
        unsealed: { ran: 1, reasons: [] },
      });
    });
  },
);
