import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run, runTool } from "../stage/run-tool.ts";

/** The oldest versions that our packages say they support. */
const FLOOR = {
  langchain: "1.2.39",
  "@langchain/core": "1.1.48",
  "@langchain/langgraph": "1.2.9",
} as const;

/** What the attacks load of ours; the testkit is packed for this alone. */
const OURS = ["core", "gate", "ledger", "policy", "store", "langchain", "testkit"];

const manifestAt = (folder: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Readonly<Record<string, unknown>>;

const pnpm = (args: readonly string[]): ReturnType<typeof run> =>
  run("npx", ["-y", String(manifestAt(ROOT)["packageManager"]), ...args], 600);

/** The version that is installed in the workspace. */
const pinned = (name: string, below = "test"): string =>
  String(manifestAt(join(ROOT, below, "node_modules", name))["version"]);

/** Makes a project that installs our packed tarballs beside the oldest versions; throws when it cannot. */
export async function makeFloorProject(folder: string): Promise<void> {
  await packInto(folder);
  const tarballs = Object.fromEntries(OURS.map((name) => [`@ambit/${name}`, tarballOf(folder, name)]));
  const others = {
    "@langchain/langgraph-checkpoint": "^1.0.0",
    casbin: pinned("casbin"),
    zod: pinned("zod"),
    vite: pinned("vite", "."),
    vitest: pinned("vitest", "."),
  };
  const manifest = {
    name: "attacks-on-the-floor",
    private: true,
    type: "module",
    dependencies: { ...tarballs, ...FLOOR, ...others },
    pnpm: { overrides: { ...tarballs, ...FLOOR } },
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, undefined, 2));
  writeFileSync(join(folder, "pnpm-workspace.yaml"), "packages: []\nstrictPeerDependencies: false\n");
  writeFileSync(join(folder, "vitest.config.ts"), CONFIG);
  for (const part of ["attacks", "house"])
    cpSync(join(ROOT, "test", part), join(folder, "test", part), { recursive: true });
  const { code, output } = await pnpm(["--dir", folder, "install", "--prefer-offline", "--ignore-scripts"]);
  if (code !== 0) throw new Error(`the floor set cannot be installed:\n${output}`);
  assertVersions(folder);
}

const CONFIG = `export default {
  test: { include: ["test/attacks/**/*.test.ts"], isolate: false, testTimeout: 30000, hookTimeout: 60000 },
};
`;

async function packInto(folder: string): Promise<void> {
  const build = await runTool("tsc", ["-b"]);
  if (build.code !== 0) throw new Error(build.output);
  const target = join(folder, "tarballs");
  mkdirSync(target, { recursive: true });
  for (const name of OURS) {
    const packing = await pnpm(["--dir", join(ROOT, "packages", name), "pack", "--pack-destination", target]);
    if (packing.code !== 0) throw new Error(packing.output);
  }
}

function tarballOf(folder: string, name: string): string {
  const found = readdirSync(join(folder, "tarballs")).find((file) => file.startsWith(`ambit-${name}-`));
  if (found === undefined) throw new Error(`@ambit/${name} was not packed`);
  return `file:${join(folder, "tarballs", found)}`;
}

/** The versions are the ones that were asked for, and there is one core for everybody. */
function assertVersions(folder: string): void {
  for (const [name, version] of Object.entries(FLOOR)) {
    const found = manifestAt(join(folder, "node_modules", name))["version"];
    if (found !== version) throw new Error(`${name} is ${String(found)}, not ${version}`);
  }
  const stored = readdirSync(join(folder, "node_modules/.pnpm"));
  const cores = stored
    .map((entry) => join(folder, "node_modules/.pnpm", entry, "node_modules/@langchain/core"))
    .flatMap((path) => realOf(path));
  if (new Set(cores).size !== 1) throw new Error(`there is more than one core:\n${cores.join("\n")}`);
}

function realOf(path: string): readonly string[] {
  try {
    return [realpathSync(path)];
  } catch {
    return [];
  }
}
