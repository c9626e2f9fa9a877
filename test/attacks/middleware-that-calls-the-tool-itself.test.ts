import { scriptedModel } from "@ambit/testkit/model";
import { createAgent, createMiddleware } from "langchain";
import { expect, it } from "vitest";
import { HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { inAgent, triedEverywhere, type Ways } from "./setting/ways.ts";

const WAYS: Ways = {
  "an agent beside other middleware": (tool) =>
    inAgent(tool, [
      createMiddleware({ name: "other", wrapToolCall: (request, handler) => handler(request) }),
    ]),
  "outer middleware that invokes the tool itself": (tool) =>
    inAgent(tool, [
      createMiddleware({
        name: "outer",
        wrapToolCall: async ({ toolCall }) =>
          (await tool.invoke({ ...toolCall, type: "tool_call" })) as never,
      }),
    ]),
  "a dynamic tool that its middleware runs": (tool) =>
    createAgent({
      model: scriptedModel([{ name: "shut" }], "done"),
      tools: [],
      middleware: [
        createMiddleware({
          name: "dynamic",
          wrapToolCall: async ({ toolCall }) =>
            (await tool.invoke({ ...toolCall, type: "tool_call" })) as never,
        }),
      ],
    }).invoke(HELLO),
  "another tool under an allowed name": (tool) => {
    const swap = createMiddleware({
      name: "swap",
      wrapToolCall: (request, handler) => handler({ ...request, tool }),
    });
    const model = scriptedModel([{ name: "open" }], "done");
    return createAgent({ model, tools: [noted("open")], middleware: [swap] }).invoke(HELLO);
  },
};

attack(
  {
    wants: "a denied tool, by middleware that invokes it itself or hands it on",
    expected: "policy_no_match",
    checklist: [1, 2, 4],
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
