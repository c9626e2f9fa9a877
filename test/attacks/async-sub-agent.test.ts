import { expect, it } from "vitest";
import { DEEP, deepTeam, run } from "../house/deep-team.ts";
import { answering } from "../house/remote.ts";
import { answers } from "../house/tools.ts";
import { attack } from "./attack.ts";

attack(
  {
    wants: "work done by an async sub-agent of deepagents, which takes no authority along",
    expected: "remote_ungranted",
    checklist: 23,
  },
  () => {
    it("L1: is refused before anything is sent", async () => {
      const server = await answering({});
      const start = [{ name: "start_async_task", args: { description: "do it", agentName: "far" } }];
      const rules = `${DEEP.rules}p, L6, boss, start, *, **, *, *, *, true, allow, none\n`;
      const far = { name: "far", description: "d", graphId: "far", url: server.url };
      const team = await deepTeam({ calls: [start], subagents: () => [far] }, { ...DEEP, rules });
      const state = await run(team);
      await server.close();
      expect(answers(state)).toEqual(["start_async_task error: AMBIT-D223"]);
      expect(team.delegated()).toEqual(["delegate boss>start_async_task remote_ungranted"]);
      expect(server.asked).toEqual([]);
    });
  },
);
