import { HumanMessage } from "@langchain/core/messages";
import { MemorySaver } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { crossed, judged } from "../house/crew.ts";
import { HELLO } from "../house/tools.ts";
import { attack } from "./attack.ts";
import { swarm, toBob, run, call } from "./setting/handoff.ts";

attack(
  {
    wants: "a handoff's bounds gone with the next turn, which starts at its target",
    expected: "policy_no_match",
    checklist: 15,
  },
  () => {
    it("L2: does not get rid of a handoff by starting the thread again at its target", async () => {
      const options = { checkpointer: new MemorySaver() };
      const { made, tools, team } = await swarm({
        ofAlice: [call("transfer_to_bob")],
        passes: [toBob()],
        ofBob: ["hello", call("erase"), "done"],
        options,
      });
      const config = { configurable: { thread_id: "t1" } };
      await run(made, async () => {
        await team.invoke(HELLO as never, config);
        await team.invoke({ messages: [new HumanMessage("and now?")] } as never, config);
        await team.invoke({ ...HELLO, activeAgent: "bob" } as never, config);
      });
      expect(judged(made)).toEqual(["transfer_to_bob team>alice ok", "erase team>alice>bob policy_no_match"]);
      expect(crossed(made, "handoff")).toHaveLength(3);
      expect(tools.erase.ran).toEqual([]);
    });
  },
);
