import { MemorySaver } from "@langchain/langgraph";
import { createHandoffTool, createSwarm } from "@langchain/langgraph-swarm";
import { expect, it } from "vitest";
import { crew, judged, member } from "../house/crew.ts";
import { HELLO } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { run, call } from "./setting/handoff.ts";

attack(
  { wants: "bounds that wear off by handing back and forth", expected: "runs as decided", checklist: 15 },
  () => {
    it("L2: stay bound by each other over many turns of a thread, and their chain does not grow", async () => {
      const made = await crew();
      const handing = (name: string, to: string) =>
        made.ambit.protect(
          member(made, {
            name,
            turns: Array.from({ length: 8 }, () => ["hello", call(`transfer_to_${to}`)]).flat(),
            tools: [createHandoffTool({ agentName: to }) as never],
          }),
          { agent: name },
        ).graph;
      const agents = [handing("alice", "bob"), handing("bob", "alice")] as never[];
      const swarmed = createSwarm({ agents, defaultActiveAgent: "alice" });
      const team = made.ambit.protect(swarmed.compile({ checkpointer: new MemorySaver() } as never), {
        agent: "team",
      });
      const turn = () => team.invoke(HELLO as never, { configurable: { thread_id: "t1" } });
      for (let turns = 0; turns < 12; turns++) await run(made, turn);
      expect(judged(made).slice(-2)).toEqual([
        "transfer_to_alice team>bob>alice>bob ok",
        "transfer_to_bob team>alice>bob>alice ok",
      ]);
    });
  },
);
