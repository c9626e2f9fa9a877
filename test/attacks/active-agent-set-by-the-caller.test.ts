import { expect, it } from "vitest";
import { crossed, judged } from "../house/crew.ts";
import { HELLO } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { swarm, toBob, run } from "./setting/handoff.ts";

attack(
  {
    wants: "a better agent of a swarm, by naming it as the active one",
    expected: "tool_not_granted",
    checklist: 16,
  },
  () => {
    it("L2: gets no more than the graph has: the agent is a delegate of it", async () => {
      const { made, tools, team } = await swarm({ ofAlice: ["done"], passes: [toBob()] });
      const allow = [{ tool: "look" }, { tool: "save" }];
      await run(made, () => team.invoke({ ...HELLO, activeAgent: "bob" } as never), { allow });
      expect(judged(made)).toEqual(["erase team>bob tool_not_granted"]);
      expect(crossed(made, "delegate", "handoff")).toEqual(["delegate team>bob"]);
      expect(tools.erase.ran).toEqual([]);
    });
  },
);
