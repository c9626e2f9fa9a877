import { AIMessage } from "@langchain/core/messages";
import { Command, interrupt, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { expect, it } from "vitest";
import { caughtReason } from "../house/caught.ts";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { asked, on, resumable } from "../house/threads.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";
import { HELD, yes, world } from "./setting/resume.ts";

attack(
  {
    wants: "a write done twice, by resume, fork or a node that runs again",
    expected: "call_done",
    checklist: [17, 25],
  },
  () => {
    const SEND = { name: "send", args: { to: "x@y.example" }, id: "s1" };

    it("L7: that is done is not done again beside a call that waited, nor in a fork", async () => {
      const { threads, checkpointer } = await world();
      const graphOf = async () => {
        const made = await house(POLICY, { threads });
        const tools = { held: noted("held"), send: noted("send") };
        const graph = made.ambit.protect(
          new StateGraph(MessagesAnnotation)
            .addNode("tools", new ToolNode(Object.values(tools)))
            .addEdge(START, "tools")
            .compile({ checkpointer }),
          { agent: "bot" },
        );
        return { ...made, tools, graph };
      };
      const first = await graphOf();
      const calls = [SEND, HELD].map((call) => ({ ...call, type: "tool_call" as const }));
      const input = { messages: [new AIMessage({ content: "", tool_calls: calls })] };
      const [question] = asked(await first.ambit.run(REQUEST, () => first.graph.invoke(input, on("t"))));
      expect(first.tools.send.ran).toHaveLength(1);
      const second = await graphOf();
      const state = await second.ambit.run(REQUEST, () => second.graph.invoke(yes(question!), on("t")));
      expect(answers(state)).toEqual(["send error: AMBIT-D604", "held success: held ok"]);
      expect(second.tools.send.ran).toEqual([]);
      expect(second.of("decision").map(({ reason }) => reason)).toContain("call_done");
    });

    it("L7: whose body waits is done when it comes back, and only once", async () => {
      const { process } = await world();
      const first = await process([[SEND]]);
      let sent = 0;
      const { ambit } = first;
      const send = noted("send", () => {
        const word = interrupt("really?");
        sent += 1;
        return word;
      });
      const bot = resumable(first, [[SEND]], { tools: [send], checkpointer: new MemorySaver() });
      await ambit.run(REQUEST, () => bot.invoke(HELLO, on("w")));
      expect(sent).toBe(0);
      const state = await ambit.run(REQUEST, () =>
        bot.invoke(new Command({ resume: "yes" }) as never, on("w")),
      );
      expect(answers(state)).toEqual(["send success: yes"]);
      expect(sent).toBe(1);
    });

    it("L7: in the body of a node is done once, although the node runs again", async () => {
      const { threads, checkpointer } = await world();
      const made = await house(POLICY, { threads });
      const send = noted("send");
      made.ambit.tools([send]);
      const graph = made.ambit.protect(
        new StateGraph(MessagesAnnotation)
          .addNode("work", async (_state, config) => {
            const said = await caughtReason(send.invoke({ to: "x@y.example" }, config));
            interrupt("?");
            return { messages: [new AIMessage(String(said))] };
          })
          .addEdge(START, "work")
          .compile({ checkpointer }),
        { agent: "bot" },
      );
      await made.ambit.run(REQUEST, () => graph.invoke(HELLO, on("t")));
      const state = await made.ambit.run(REQUEST, () =>
        graph.invoke(new Command({ resume: "go" }) as never, on("t")),
      );
      expect(send.ran).toHaveLength(1);
      expect((state.messages.at(-1) as { text: string }).text).toBe("call_done");
    });
  },
);
