import { createHandoffTool, createSwarm } from "@langchain/langgraph-swarm";
import { expect, it } from "vitest";
import { crew, judged, member } from "../house/crew.ts";
import { HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { toBob, run, call } from "./setting/handoff.ts";

attack(
  { wants: "one of two targets free of bounds, by two handoffs in one turn", expected: "policy_no_match" },
  () => {
    it("L2: binds both targets when it hands over twice in one turn", async () => {
      const made = await crew();
      const erase = noted("erase");
      const alice = member(made, {
        name: "alice",
        turns: [call("transfer_to_bob", "transfer_to_carol")],
        tools: [toBob(), createHandoffTool({ agentName: "carol" })],
      });
      const eraser = (name: string) => member(made, { name, turns: [call("erase"), "done"], tools: [erase] });
      const agents = { alice, bob: eraser("bob"), carol: eraser("carol") };
      for (const [agent, each] of Object.entries(agents)) made.ambit.protect(each, { agent });
      const graphs = Object.values(agents).map(({ graph }) => graph) as never[];
      const team = made.ambit.protect(
        createSwarm({ agents: graphs, defaultActiveAgent: "alice" }).compile(),
        {
          agent: "team",
        },
      );
      await run(made, () => team.invoke(HELLO as never));
      const erasures = judged(made).filter((each) => each.startsWith("erase"));
      expect(erasures.length).toBeGreaterThan(0);
      expect(erasures.every((each) => /^erase team>alice>(bob|carol) policy_no_match$/u.test(each))).toBe(
        true,
      );
      expect(erase.ran).toEqual([]);
    });
  },
);
