import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");

type Manifest = {
  readonly name: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, unknown>>;
};

/** Every entry point of every publishable package, as a consumer writes it. */
const ENTRIES = readdirSync(join(ROOT, "packages"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(
    ({ name }) => JSON.parse(readFileSync(join(ROOT, "packages", name, "package.json"), "utf8")) as Manifest,
  )
  .filter((manifest) => manifest.private !== true)
  .flatMap(({ name, exports }) =>
    Object.keys(exports)
      .filter((path) => !path.endsWith(".json"))
      .map((path) => name + path.slice(1)),
  );

/** Loads a module from CommonJS in a process of its own; says how many exports it has, or the error's code. */
function required(specifier: string): string {
  const script = `try { console.log(Object.keys(require(${JSON.stringify(specifier)})).length); } catch (e) { console.log(e.code ?? e.message); }`;
  const child = spawnSync(process.execPath, ["--input-type=commonjs", "-e", script], {
    cwd: join(ROOT, "test"),
    env: { ...process.env, NODE_OPTIONS: "" },
    encoding: "utf8",
  });
  return child.stdout.trim();
}

describe("require() from CommonJS", () => {
  beforeAll(() => {
    execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-b"], { cwd: ROOT });
  }, 120_000);

  it("has entry points to look at", () => {
    console.log(`require: ${ENTRIES.length} entry points: ${ENTRIES.join(", ")}`);
    expect(ENTRIES.length).toBeGreaterThanOrEqual(6);
  });

  it.each(ENTRIES)(
    "loads %s from its build",
    (entry) => {
      expect(Number(required(entry))).toBeGreaterThan(0);
    },
    30_000,
  );

  it("would notice a top-level await", () => {
    const folder = mkdtempSync(join(tmpdir(), "ambit-require-"));
    const file = join(folder, "late.mjs");
    writeFileSync(file, "await 0;\nexport const late = 1;\n");
    const found = required(file);
    rmSync(folder, { recursive: true });
    expect(found).toBe("ERR_REQUIRE_ASYNC_MODULE");
  });
});
