import { scriptedModel } from "@ambit/testkit/model";
import { MemorySaver } from "@langchain/langgraph-checkpoint";
import { createAgent, tool } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { house } from "../house/house.ts";
import { on } from "../house/threads.ts";
import { answers, HELLO } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { POLICY, REQUEST } from "./policy.ts";

/** A headless tool: its body asks the client to run it, by an interrupt. */
const headless = (name: string) => tool({ name, description: name, schema: z.looseObject({}) });

attack(
  {
    wants: "a denied tool run by the client, which knows of no policy",
    expected: "policy_no_match",
    checklist: 8,
  },
  () => {
    it("L1: is decided before the client is asked", async () => {
      const { ambit, of } = await house(POLICY);
      const asked: string[] = [];
      const told: string[] = [];
      for (const name of ["shut", "open"]) {
        const agent = createAgent({
          model: scriptedModel([{ name, args: { x: 1 } }], "done"),
          tools: [headless(name)],
          middleware: [ambit.middleware()],
          checkpointer: new MemorySaver(),
        });
        ambit.protect(agent, { agent: "bot" });
        const state = await ambit.run(REQUEST, () => agent.invoke(HELLO, on(name)));
        const { __interrupt__: waiting = [] } = state as { __interrupt__?: { value: unknown }[] };
        asked.push(...waiting.map(({ value }) => JSON.stringify((value as { toolCall: object }).toolCall)));
        told.push(...answers(state));
      }
      expect(told).toEqual(["shut error: AMBIT-D302"]);
      expect(asked.map((call) => (JSON.parse(call) as { name: string }).name)).toEqual(["open"]);
      expect(of("decision").map(({ reason }) => reason)).toEqual(["policy_no_match", undefined]);
    });
  },
);
