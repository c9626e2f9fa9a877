import { expect, it } from "vitest";
import { judged } from "../house/crew.ts";
import { HELLO } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { swarm, toBob, run, call } from "./setting/handoff.ts";

attack(
  { wants: "bounds left behind with an agent that nobody protected", expected: "tool_not_granted" },
  () => {
    it("L2: is not rid of its target's bounds by an agent that is not protected: that one acts as the graph", async () => {
      const { made, tools, team } = await swarm({
        ofAlice: [call("transfer_to_bob")],
        passes: [toBob()],
        isBobProtected: false,
      });
      const allow = [{ tool: "transfer_to_bob" }, { tool: "save" }];
      await run(made, () => team.invoke(HELLO as never), { allow });
      expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", "erase team tool_not_granted"]);
      expect(tools.erase.ran).toEqual([]);
    });
  },
);
