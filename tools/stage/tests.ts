import { gate } from "./check.ts";
import type { Check, Stage } from "./check.ts";
import { runVitest, vitestCheck } from "./vitest-run.ts";

/** The fixture holds one test that passes, one that fails and one that is skipped. */
async function fixture(): Promise<Check> {
  const { files, passed, failed, output } = await runVitest("canary", [
    "--config",
    "tools/canary/vitest/config.ts",
  ]);
  return gate({
    name: "vitest canary",
    looked: files,
    unit: "test files",
    floor: 1,
    ok: passed === 1 && failed === 2,
    output,
  });
}

async function run(): Promise<readonly Check[]> {
  const projects = ["--project", "packages", "--project", "workspace", "--project", "attacks"];
  return [await vitestCheck("packages", projects, 85), await fixture()];
}

/** Runs the tests of the packages and of what crosses them. */
export const tests: Stage = { name: "tests", run };
