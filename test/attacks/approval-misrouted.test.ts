import { AIMessage } from "@langchain/core/messages";
import { MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { noted } from "../house/tools.ts";
import { asked, on } from "../house/threads.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { yes, world } from "./setting/resume.ts";

attack(
  {
    wants: "the approval of one branch for the call of another",
    expected: "approval_mismatch",
    checklist: 19,
  },
  () => {
    it("L7: of one branch is none for the other, when a prebuilt ToolNode hands the answers round", async () => {
      const { threads, checkpointer } = await world();
      const made = await house(POLICY, { threads });
      const held = noted("held");
      const graph = made.ambit.protect(
        new StateGraph(MessagesAnnotation)
          .addNode("tools", new ToolNode([held]))
          .addEdge(START, "tools")
          .compile({ checkpointer }),
        { agent: "bot" },
      );
      const calls = ["a", "b"].map((id) => ({ name: "held", args: { id }, id, type: "tool_call" as const }));
      const input = { messages: [new AIMessage({ content: "", tool_calls: calls })] };
      const [shown] = asked(await made.ambit.run(REQUEST, () => graph.invoke(input, on("t"))));
      const swapped = { ...shown!, callId: shown!.callId === "a" ? "b" : "a" };
      await made.ambit.run(REQUEST, () => graph.invoke(yes(swapped), on("t")));
      expect(held.ran).toEqual([]);
      expect(made.of("decision").at(-1)).toMatchObject({ reason: "approval_mismatch" });
      expect(made.of("approval").map(({ answer }) => answer)).not.toContain("approved");
    });
  },
);
