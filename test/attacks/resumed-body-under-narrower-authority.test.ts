import { currentCall } from "@ambit/langchain";
import { scriptedModel } from "@ambit/testkit/model";
import { Command, interrupt } from "@langchain/langgraph";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { house } from "../house/house.ts";
import { answers, HELLO, noted } from "../house/tools.ts";
import { POLICY, REQUEST } from "./policy.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "a body that waited yesterday to go on without today's decision",
    expected: "tool_not_granted",
    checklist: 18,
  },
  () => {
    it("L7: yesterday is decided today: a resumed body runs under the run that resumes it", async () => {
      const { ambit, of } = await house(POLICY);
      const bodies: unknown[] = [];
      const open = noted("open", () => {
        bodies.push(currentCall()?.subject.id);
        return interrupt("?");
      });
      const model = scriptedModel([{ name: "open" }], "done");
      const made = createAgent({
        model,
        tools: [open],
        middleware: [ambit.middleware()],
        checkpointer: new MemorySaver(),
      });
      const agent = ambit.protect(made, { agent: "bot" });
      const config = { configurable: { thread_id: "1" } };
      await ambit.run(REQUEST, () => agent.invoke(HELLO, config));
      const resume = new Command({ resume: "yes" }) as never;
      const narrowed = { ...REQUEST, allow: [{ tool: "outer" }] };
      const state = await ambit.run(narrowed, () => agent.invoke(resume, config));
      expect(answers(state)).toEqual(["open error: AMBIT-D201"]);
      expect(of("decision").at(-1)).toMatchObject({ reason: "tool_not_granted" });
      expect(bodies).toEqual(["user:alice"]);
    });
  },
);
