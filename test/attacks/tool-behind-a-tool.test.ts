import type { Ambit } from "@ambit/langchain";
import type { RunnableSequence } from "@langchain/core/runnables";
import type { StructuredTool } from "@langchain/core/tools";
import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { calling, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { inSequence, frozen, type Graph } from "./setting/reach.ts";

const withTools = (tool: object): Graph =>
  new StateGraph(MessagesAnnotation)
    .addNode("t", new ToolNode([tool as never]))
    .addEdge(START, "t")
    .compile() as Graph;
const schema = z.looseObject({});
type Wrap = (tool: StructuredTool) => object;
const HIDDEN: Readonly<Record<string, Wrap>> = {
  "a sequence": (tool) => inSequence(tool).asTool({ name: "open", schema: schema as never }),
  "a graph": (tool) =>
    (withTools(tool) as never as RunnableSequence).asTool({ name: "open", schema: schema as never }),
};
const SEAL: readonly (readonly [string, (ambit: Ambit, tool: object) => unknown])[] = [
  ["tools", (ambit, tool) => ambit.tools([tool])],
  ["protect", (ambit, tool) => ambit.protect(withTools(tool), { agent: "bot" })],
];

attack(
  {
    wants: "a denied tool behind an allowed one that asTool made",
    expected: ["policy_no_match", "tool_unsealed"],
    checklist: 11,
  },
  () => {
    const cases = Object.entries(HIDDEN).flatMap(([name, wrap]) =>
      SEAL.map(([by, seal]) => [name, by, wrap, seal] as const),
    );

    it.each(cases)("L1: does not run in %s sealed by %s", async (_name, _by, wrap, seal) => {
      const { ambit, of } = await house(POLICY);
      const shut = noted("shut");
      const open = wrap(shut) as StructuredTool;
      seal(ambit, open);
      const graph = ambit.protect(withTools(open), { agent: "bot" });
      expect(graph.ambit.coverage().tools.map(({ name, sealed }) => [name, sealed])).toEqual([
        ["open", true],
        ["shut", true],
      ]);
      const toolCall = { name: "shut", args: {}, id: "c2", type: "tool_call" };
      const args = { messages: [{ role: "assistant", content: "", tool_calls: [toolCall] }] };
      await ambit.run(REQUEST, () => graph.invoke(calling("open", args) as never)).catch(() => {});
      expect(shut.ran).toEqual([]);
      const judged = of("decision").filter(({ tool }) => tool === "shut");
      expect(judged).toMatchObject([{ effect: "deny", reason: "policy_no_match" }]);
    });

    it.each(Object.entries(HIDDEN))("L1: is refused in %s when it cannot be sealed", async (_name, wrap) => {
      const { ambit } = await house(POLICY);
      const open = wrap(frozen());
      expect(() => ambit.tools([open])).toThrow(
        expect.objectContaining({ reason: "tool_unsealed", facts: { tool: "open" } }),
      );
    });
  },
);
