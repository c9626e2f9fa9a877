import { canary, gate } from "./check.ts";
import type { Check, Stage } from "./check.ts";
import { runTool } from "./run-tool.ts";

const FINDINGS = ["Unused files (1)", "orphan.ts", "left-over", "not-listed", "Unused exports (1)", "idle"];

async function run(): Promise<readonly Check[]> {
  const knip = await runTool("knip", ["--reporter", "symbols", "--reporter", "./tools/stage/knip-count.ts"]);
  const fixture = await runTool("knip", ["--directory", "tools/canary/unused", "--no-config-hints"]);
  return [
    gate({
      name: "knip",
      looked: Number(/knip looked at (\d+) files/.exec(knip.output)?.[1] ?? 0),
      unit: "files",
      floor: 300,
      ok: knip.code === 0,
      output: knip.output,
    }),
    canary("knip", FINDINGS, fixture.output),
  ];
}

/** Finds files, exports and dependencies that nothing uses. */
export const unused: Stage = { name: "unused", run };
