import { defaultModel } from "@ambit/policy";
import { afterAll, expect, it } from "vitest";
import { blockNamed } from "./page.ts";
import { Project } from "./project.ts";

const project = new Project();

afterAll(() => project.remove());

it("docs/policy-tests.md shows what ambit test prints, and ends with", { timeout: 60_000 }, async () => {
  project.write("policy/model.conf", defaultModel);
  for (const name of ["policy/rules.csv", "policy/tools.yaml"])
    project.write(name, blockNamed("docs/policy.md", name));
  const name = "policy/refunds.test.yaml";
  project.write(name, blockNamed("docs/policy-tests.md", name));
  const [, , ...args] = blockNamed("docs/policy-tests.md", "command").trim().split(" ");
  const { stdout, stderr, code } = await project.ambit(...args);
  const without = (text: string): string =>
    text.replace(/v[0-9a-f]{12}/u, "v").replace(/casbin [\d.]+/u, "casbin");
  expect(without(stdout)).toBe(without(blockNamed("docs/policy-tests.md", "output")));
  expect([code, stderr]).toEqual([1, ""]);
});
