import { Command, MessagesAnnotation, ParentCommand, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { asked, checkpointsBefore, on } from "../house/threads.ts";
import { noted } from "../house/tools.ts";
import { REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { HELD, yes, HELD_WRITE, messageOf } from "./setting/approvals.ts";

attack(
  {
    wants: "an approved write done again, by a tool that leaves its graph with a thrown Command",
    expected: "approval_spent",
  },
  () => {
    it("L7: is spent by a tool that leaves its graph with a thrown Command, and so is the write", async () => {
      const made = await house(HELD_WRITE);
      const held = noted("held", () => {
        throw new ParentCommand(new Command({ goto: "next", graph: Command.PARENT }) as never);
      });
      const inner = new StateGraph(MessagesAnnotation)
        .addNode("tools", new ToolNode([held], { handleToolErrors: false }))
        .addEdge(START, "tools")
        .compile();
      const outer = new StateGraph(MessagesAnnotation)
        .addNode("inner", inner, { ends: ["next"] })
        .addNode("next", () => ({}))
        .addEdge(START, "inner")
        .compile({ checkpointer: new MemorySaver() });
      const graph = made.ambit.protect(outer, { agent: "bot" });
      const [question] = asked(await made.ambit.run(REQUEST, () => graph.invoke(messageOf(HELD), on("t"))));
      const [older] = await checkpointsBefore(graph, "inner", "t");
      for (const from of [on("t"), older])
        await made.ambit.run(REQUEST, () => caughtReason(graph.invoke(yes(question), from as never)));
      expect(held.ran).toHaveLength(1);
      expect(made.of("decision").at(-1)).toMatchObject({ reason: "approval_spent" });
      expect(made.of("outcome")).toMatchObject([{ status: "ok", untrusted: true }]);
    });
  },
);
