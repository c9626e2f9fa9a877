import { expect, it } from "vitest";
import { judged, WORK } from "../house/crew.ts";
import { house } from "../house/house.ts";
import { agentGraph, BOSS, threeTools } from "../house/nested.ts";
import { HELLO, noted } from "../house/tools.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "a lead to do for its worker, or its worker for the lead, what only the other one may",
    expected: "policy_no_match",
  },
  () => {
    const asking = async (lead: string, worker: string, calls: readonly string[]) => {
      const rules = `${BOSS.rules}p, W3, wendy, ask, *, **, *, *, *, true, allow, none\n`;
      const made = await house({ ...BOSS, rules });
      const tools = threeTools();
      const inner = agentGraph(made, calls, tools);
      made.ambit.protect(inner, { agent: worker });
      const ask = noted("ask", () => inner.graph.invoke(HELLO).then(() => "done"));
      const outer = agentGraph(made, ["ask"], { ask });
      made.ambit.protect(outer, { agent: lead });
      await made.ambit.run(WORK, () => outer.graph.invoke(HELLO));
      return { made, tools };
    };

    it("L2: gives a worker that asks its lead no more than both may", async () => {
      const { made, tools } = await asking("wendy", "boss", ["look", "erase"]);
      expect(judged(made)).toEqual([
        "ask wendy ok",
        "look wendy>boss ok",
        "erase wendy>boss policy_no_match",
      ]);
      expect([tools.look.ran.length, tools.erase.ran.length]).toEqual([1, 0]);
    });

    it("L2: gives a lead, through its worker, what it may pass on, and nothing that it may only do", async () => {
      const { made, tools } = await asking("boss", "wendy", ["save", "erase"]);
      expect(judged(made)).toEqual(["ask boss ok", "save boss>wendy ok", "erase boss>wendy policy_no_match"]);
      expect([tools.save.ran.length, tools.erase.ran.length]).toEqual([1, 0]);
    });

    it("L2: lets a lead not use itself what it may only pass on", async () => {
      const made = await house(BOSS);
      const tools = threeTools();
      const lead = agentGraph(made, ["save"], tools);
      made.ambit.protect(lead, { agent: "boss" });
      await made.ambit.run(WORK, () => lead.graph.invoke(HELLO));
      expect(judged(made)).toEqual(["save boss policy_no_match"]);
      expect(tools.save.ran).toEqual([]);
    });
  },
);
