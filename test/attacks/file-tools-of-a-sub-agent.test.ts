import { createDeepAgent } from "deepagents";
import { scriptedModel } from "@ambit/testkit/model";
import { expect, it } from "vitest";
import { deepTeam, isTask, run, task, writer } from "../house/deep-team.ts";
import { HELLO } from "../house/tools.ts";
import { attack } from "./attack.ts";

const WRITE_FILE = [{ name: "write_file", args: { file_path: "/a.txt", content: "a" } }];

attack(
  {
    wants: "a file written with the file tools that a sub-agent of deepagents has for itself",
    expected: "policy_no_match",
    checklist: 6,
  },
  () => {
    it("L1: are decided for a declared sub-agent", async () => {
      const team = await deepTeam({
        calls: [task("writer")],
        subagents: (_, tools) => [writer(["write_file"], tools)],
      });
      expect(await run(team)).not.toHaveProperty("files./a.txt");
      expect(team.judged()).toEqual(["task boss ok", "write_file boss>writer policy_no_match"]);
    });

    it("L1: are decided for the one that deepagents adds", async () => {
      const team = await deepTeam({
        calls: [(messages) => (isTask(messages) ? WRITE_FILE : (task("general-purpose") as never)), "done"],
        subagents: () => [],
      });
      expect(await run(team)).not.toHaveProperty("files./a.txt");
      expect(team.judged()).toEqual(["task boss ok", "write_file boss>general-purpose policy_no_match"]);
    });

    it("write where nothing is protected: the danger is real", async () => {
      const agent = createDeepAgent({
        model: scriptedModel(task("writer") as never, "done"),
        subagents: [writer(["write_file"], {})],
      });
      expect(await agent.invoke(HELLO as never)).toHaveProperty(["files", "/a.txt"]);
    });
  },
);
