import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, run, runTool } from "../stage/run-tool.ts";

type Manifest = { readonly private?: boolean; readonly packageManager: string };

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

const publishable = (): readonly string[] =>
  readdirSync(join(ROOT, "packages"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(ROOT, "packages", entry.name))
    .filter((folder) => manifestOf(folder).private !== true);

/** The pnpm that runs us, or else the one that the workspace names. */
function pnpm(args: readonly string[]): ReturnType<typeof run> {
  const running = process.env["npm_execpath"];
  if (running?.includes("pnpm") === true) return run(process.execPath, [running, ...args], 120);
  return run("npx", ["-y", manifestOf(ROOT).packageManager, ...args], 120);
}

/** What a consumer must or must not find in the packed manifest and file list. */
function contentProblems(manifest: string, files: readonly string[]): readonly string[] {
  const leaks = ["@ambit/source", "workspace:", "catalog:"].filter((word) => manifest.includes(word));
  const strays = files.filter((file) => file.startsWith("package/test/") || file.endsWith(".tsbuildinfo"));
  const missing = ["package/LICENSE", "package/dist/index.js"].filter((file) => !files.includes(file));
  return [
    ...leaks.map((word) => `the packed manifest still says ${word}`),
    ...strays.map((file) => `${file} must not be published`),
    ...missing.map((file) => `${file} is missing`),
  ];
}

async function packedProblems(folder: string, target: string): Promise<readonly string[]> {
  const packing = await pnpm(["--dir", folder, "pack", "--pack-destination", target]);
  const tarball = readdirSync(target).find((file) => file.endsWith(".tgz"));
  if (tarball === undefined) return [`not packed:\n${packing.output}`];
  const file = join(target, tarball);
  const list = await run("tar", ["-tzf", file], 30);
  const manifest = await run("tar", ["-xzOf", file, "package/package.json"], 30);
  const publint = await runTool("publint", [file, "--strict"]);
  const attw = await runTool("attw", [file, "--profile", "esm-only", "--no-definitely-typed", "--no-emoji"]);
  return [
    ...contentProblems(manifest.stdout, list.stdout.trim().split("\n")),
    ...(publint.code === 0 ? [] : [publint.output]),
    ...(attw.code === 0 ? [] : [attw.output]),
  ];
}

async function checkFolder(folder: string): Promise<readonly string[]> {
  const target = mkdtempSync(join(tmpdir(), "ambit-pack-"));
  try {
    return await packedProblems(folder, target);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

/** Builds and packs every publishable package; says what a consumer would stumble over. */
export async function checkPackages(): Promise<{
  readonly looked: number;
  readonly problems: readonly string[];
}> {
  const build = await runTool("tsc", ["-b"]);
  if (build.code !== 0) return { looked: 0, problems: [build.output] };
  const folders = publishable();
  const problems: string[] = [];
  for (const folder of folders) {
    const found = await checkFolder(folder);
    problems.push(...found.map((problem) => `${folder.slice(ROOT.length + 1)}: ${problem}`));
  }
  return { looked: folders.length, problems };
}

/** What the broken fixture package must be rejected for: one finding of ours, of publint and of attw each. */
const FINDINGS = [
  "the packed manifest still says @ambit/source",
  "package/dist/index.js is missing",
  'pkg.exports["."].types should be the first',
  "Resolution failed",
];

/** Packs the broken fixture package; each expected finding must be there. */
export async function checkCanary(): Promise<{
  readonly found: readonly string[];
  readonly missing: readonly string[];
  readonly expected: number;
}> {
  const report = (await checkFolder(join(ROOT, "tools/canary/package"))).join("\n");
  const found = FINDINGS.filter((finding) => report.includes(finding));
  const missing = FINDINGS.filter((finding) => !found.includes(finding));
  return { found, missing: missing.length === 0 ? [] : [...missing, report], expected: FINDINGS.length };
}
