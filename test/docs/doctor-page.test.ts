import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defaultModel } from "@ambit/policy";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FAKE_MODEL } from "./model.ts";
import { blockNamed, blocksOf, ROOT } from "./page.ts";
import { Project } from "./project.ts";

const PAGE = "docs/doctor.md";
const SLOW = { timeout: 60_000 };

/** The arguments of an `npx ambit` line of the page. */
function argsOf(block: string): readonly string[] {
  const [npx, name, ...args] = blockNamed(PAGE, block).trim().split(" ");
  expect([npx, name]).toEqual(["npx", "ambit"]);
  return args;
}

describe("docs/doctor.md, as written", () => {
  const project = new Project();

  beforeAll(() => {
    for (const { name, text } of blocksOf(PAGE)) {
      if (name?.includes(".") === true) project.write(name, text);
    }
    project.write("policy/model.conf", defaultModel);
    project.write("model.ts", FAKE_MODEL);
  });

  afterAll(() => project.remove());

  it("lists what holds each tool, and ends with 1", SLOW, async () => {
    const { code, stdout, stderr } = await project.ambit(...argsOf("doctor"));
    expect([code, stderr]).toEqual([1, ""]);
    const agents = stdout.slice(stdout.indexOf("agent desk"), stdout.indexOf("\nadd to policy/tools.yaml"));
    expect(agents).toBe(blockNamed(PAGE, "doctor-output"));
  });

  it("guesses the entry, with which nothing is missing any more", SLOW, async () => {
    const before = readFileSync(join(project.folder, "policy/tools.yaml"), "utf8");
    const { code, stdout, stderr } = await project.ambit(...argsOf("fix"));
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toBe(blockNamed(PAGE, "fix-output"));
    expect(readFileSync(join(project.folder, "policy/tools.yaml"), "utf8")).toBe(before);
    project.write("policy/tools.yaml", `${before}\n${stdout}`);
    const mended = await project.ambit(...argsOf("doctor"));
    project.write("policy/tools.yaml", before);
    expect([mended.code, mended.stderr]).toEqual([0, ""]);
    expect(mended.stdout).toContain("  ○ cancel_order  seal        cancel · write · high risk · restricted");
  });

  it("tells the same in code", SLOW, async () => {
    const { stdout, stderr } = await project.run("coverage.ts");
    expect({ stdout, stderr }).toEqual({ stdout: blockNamed(PAGE, "coverage-output"), stderr: "" });
  });

  it("has every layer and exit code that there is", () => {
    const page = readFileSync(join(ROOT, PAGE), "utf8");
    const source = readFileSync(join(ROOT, "packages/langchain/src/protect/covered-tool.ts"), "utf8");
    const [, layers = ""] = /export type Layer = (.*);/u.exec(source) ?? [];
    const named = [...layers.matchAll(/"(\w+)"/gu)].map(([, name]) => name);
    expect(named).toHaveLength(5);
    for (const name of named) expect(page).toContain(`| \`${name}\` |`);
  });

  it("is linked from the README, as the examples of the three set-ups are", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    for (const name of ["create-agent", "state-graph", "deep-agents"]) {
      expect(readme).toContain(`(./examples/${name})`);
      expect(existsSync(join(ROOT, "examples", name, "README.md"))).toBe(true);
    }
    expect(readme).toContain("(./docs/doctor.md)");
  });
});
