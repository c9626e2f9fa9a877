import type { Coverage } from "@ambit/langchain";
import { describe, expect, it } from "vitest";
import { deepTeam, task, writer } from "../house/deep-team.ts";

describe("a sub-agent of deepagents", () => {
  it("L1: delegate × task of deepagents: is named in the coverage report, with what the policy could allow it", async () => {
    const { agent } = await deepTeam({
      calls: [task("writer")],
      subagents: (_, tools) => [writer(["look"], tools)],
    });
    const { agents } = agent.ambit.coverage() as unknown as Coverage;
    const told = agents.map(({ agent: name, via, unseen, tools }) => [
      name,
      via,
      unseen,
      tools.map((tool) => `${tool.name} ${tool.layer} ${tool.purposes.join()}`),
    ]);
    expect(told).toEqual([
      ["general-purpose", "task", true, ["look net work"]],
      ["writer", "task", true, ["look", "save", "erase", "write_file"].map((name) => `${name} net work`)],
    ]);
  });
});
