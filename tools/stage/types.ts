import { existsSync } from "node:fs";
import { join } from "node:path";
import { canary, gate } from "./check.ts";
import type { Check, Stage } from "./check.ts";
import { ROOT, runTool } from "./run-tool.ts";

/** What `core`'s compiler settings must reject; one line each in the fixture. */
const MISUSES = ["TS9010", "TS2322", "TS2375", "TS1294", "'fetch'", "'process'", "TS4111"];

const ownFiles = (listing: string): readonly string[] =>
  listing
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith(`${ROOT}/`) && !line.includes("/node_modules/"));

const emitted = (source: string): string =>
  source.replace(/(\/packages\/[^/]+)\/src\/(.+)\.ts$/, "$1/dist/$2.js");

async function run(): Promise<readonly Check[]> {
  const build = await runTool("tsc", ["-b"]);
  const everything = await runTool("tsc", ["-p", "tsconfig.check.json", "--listFiles"]);
  const files = ownFiles(everything.stdout);
  const built = files.map(emitted).filter((file) => file.includes("/dist/") && existsSync(file));
  const fixture = await runTool("tsc", ["-p", join("tools", "canary", "types", "tsconfig.json")]);
  return [
    gate({
      name: "tsc -b",
      looked: built.length,
      unit: "built files",
      floor: 200,
      ok: build.code === 0,
      output: build.output,
    }),
    gate({
      name: "tsc -p tsconfig.check.json",
      looked: files.length,
      unit: "files",
      floor: 300,
      ok: everything.code === 0,
      output: everything.output.replaceAll(/^\/.*\n/gm, ""),
    }),
    canary("tsc", MISUSES, fixture.output),
  ];
}

/** Compiles the packages, then type-checks everything else against the sources. */
export const types: Stage = { name: "types", run };
