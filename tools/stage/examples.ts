import { gate } from "./check.ts";
import type { Check, Stage } from "./check.ts";
import { runSource } from "./run-tool.ts";
import { vitestCheck } from "./vitest-run.ts";

async function run(): Promise<readonly Check[]> {
  const demo = await runSource("examples/demo/main.ts", []);
  return [
    gate({
      name: "demo",
      looked: demo.output.split("\n").filter((line) => line.trim() !== "").length,
      unit: "lines said",
      floor: 100,
      ok: demo.code === 0,
      output: demo.output,
    }),
    await vitestCheck("examples", ["--project", "examples"], 15),
  ];
}

/** Runs the demo and the tests of the examples. */
export const examples: Stage = { name: "examples", run };
