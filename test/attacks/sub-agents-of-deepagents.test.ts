import { scriptedModel } from "@ambit/testkit/model";
import { createAgent } from "langchain";
import { expect, it } from "vitest";
import { type DeepTeam, deepTeam, isTask, run, task, writer } from "../house/deep-team.ts";
import { attack } from "./attack.ts";

type Members = Parameters<typeof deepTeam>[0];

const compiled = (tools: DeepTeam["tools"]) =>
  createAgent({ model: scriptedModel([{ name: "erase" }], "compiled"), tools: Object.values(tools) });

/** Sub-agents without Ambit's middleware, each of which erases. */
const KINDS: Readonly<Record<string, Members>> = {
  "a declared one": {
    calls: [task("writer")],
    subagents: (_, tools) => [writer(["erase"], tools)],
  },
  "a compiled one": {
    calls: [task("writer")],
    subagents: (_, tools) => [{ name: "writer", description: "writes", runnable: compiled(tools) as never }],
  },
  "the one that deepagents adds": {
    // it shares its lead's model: whoever speaks is told apart by the task that it was given
    calls: [(messages) => (isTask(messages) ? [{ name: "erase" }] : (task("general-purpose") as never))],
    subagents: () => [],
    own: ({ erase }) => [erase],
  },
};

attack(
  {
    wants: "a denied tool, by a sub-agent of deepagents that has no middleware of ours",
    expected: "policy_no_match",
    checklist: 5,
  },
  () => {
    it.each(Object.entries(KINDS))("L1, L2: is not run by %s", async (_kind, members) => {
      const team = await deepTeam({ ...members, calls: [...members.calls, "done"] });
      await run(team);
      expect(team.judged().map((each) => each.replace("general-purpose", "writer"))).toEqual([
        "task boss ok",
        "erase boss>writer policy_no_match",
      ]);
      expect(team.tools.erase.ran).toEqual([]);
    });
  },
);
