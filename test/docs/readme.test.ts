import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FAKE_MODEL } from "./model.ts";
import { blockNamed, blocksOf } from "./page.ts";
import { type Ended, Project } from "./project.ts";
import { timeless } from "./timeless.ts";

const PAGE = "README.md";

describe("the quick start of the README, as written", () => {
  const project = new Project();
  let ended: Ended;

  beforeAll(async () => {
    for (const { name, text } of blocksOf(PAGE)) {
      if (name?.includes(".") === true) project.write(name, text);
    }
    project.write("model.ts", FAKE_MODEL);
    ended = await project.run("agent.ts");
  }, 60_000);

  afterAll(() => project.remove());

  it("has the four files that it announces", () => {
    const files = blocksOf(PAGE).flatMap(({ name }) => (name?.includes(".") === true ? [name] : []));
    expect(files).toEqual(["policy/rules.csv", "policy/tools.yaml", "policy/model.conf", "agent.ts"]);
  });

  it("prints what it says: one refund done, one denied as constraint_violation", () => {
    expect(ended.stderr).toBe("");
    expect(ended.stdout).toBe(blockNamed(PAGE, "output"));
    expect(ended.code).toBe(0);
  });

  it("leaves a trace that names the cause, and verifies", async () => {
    const command = blockNamed(PAGE, "trace").trim();
    const [npx, name, ...args] = command.split(" ");
    expect([npx, name]).toEqual(["npx", "ambit"]);
    const trace = await project.ambit(...args);
    expect(timeless(trace.stdout)).toBe(timeless(blockNamed(PAGE, "trace-output")));
    expect(trace.code).toBe(0);
    expect((await project.ambit("verify", ".ambit")).code).toBe(0);
  }, 60_000);
});
