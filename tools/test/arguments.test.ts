import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { effective, readArguments, usage, UsageError } from "../arguments.ts";

const command = {
  name: "sample",
  summary: "shows the shapes",
  options: {
    only: { type: "string", help: "one part", choices: ["a", "b"] },
    json: { type: "string", help: "a file", default: "out.json" },
    rounds: { type: "number", help: "how often", default: 7, min: 1 },
    loud: { type: "boolean", help: "says more" },
  },
} as const;

describe("readArguments", () => {
  it("fills in what is not given", () => {
    expect(readArguments(command, [])).toEqual({ only: undefined, json: "out.json", rounds: 7, loud: false });
  });

  it("reads each kind", () => {
    const argv = ["--only", "b", "--json=x.json", "--rounds", "3", "--loud"];
    expect(readArguments(command, argv)).toEqual({ only: "b", json: "x.json", rounds: 3, loud: true });
  });

  it("strips one leading -- and no second one", () => {
    expect(readArguments(command, ["--", "--rounds", "9"]).rounds).toBe(9);
    expect(() => readArguments(command, ["--", "--", "stray"])).toThrow(UsageError);
  });

  it.each([
    ["an unknown option", ["--nope"]],
    ["an inherited name", ["--__proto__"]],
    ["a stray positional", ["stray"]],
    ["a value outside the choices", ["--only", "c"]],
    ["a number that is none", ["--rounds", "many"]],
    ["an empty number", ["--rounds", ""]],
    ["a number below the least", ["--rounds", "0"]],
    ["a missing value", ["--only"]],
    ["a value for a flag", ["--loud=yes"]],
  ])("rejects %s", (_, argv) => {
    expect(() => readArguments(command, argv)).toThrow(UsageError);
  });

  it("names every option in the help and in the effective line", () => {
    const names = Object.keys(command.options);
    const line = effective(command, readArguments(command, []));
    expect(names.filter((name) => !usage(command).includes(`--${name}`))).toEqual([]);
    expect(names.filter((name) => !line.includes(`${name}=`))).toEqual([]);
  });
});

describe("own commands", () => {
  const root = join(import.meta.dirname, "../..");
  const text = readFileSync(join(root, "package.json"), "utf8");
  const { scripts } = JSON.parse(text) as { readonly scripts: Readonly<Record<string, string>> };
  const files = Object.values(scripts).flatMap((script) => /^tsx .* (\S+\.ts)$/.exec(script)?.[1] ?? []);

  const exitCode = (file: string, argv: readonly string[]): Promise<number | null> =>
    new Promise((resolve, reject) => {
      const args = ["--conditions=@ambit/source", join(root, file), ...argv];
      const child = spawn(join(root, "node_modules/.bin/tsx"), args, { cwd: root, stdio: "ignore" });
      child.on("error", reject).on("close", resolve);
    });

  it("are found in package.json", () => {
    console.log(`own commands: ${files.join(", ")}`);
    expect(files.length).toBeGreaterThanOrEqual(7);
  });

  it.each(files)(
    "%s exits with 2 on unknown options and stray positionals",
    async (file) => {
      const runs = [["--", "--nope"], ["stray"], ["--help"]].map((argv) => exitCode(file, argv));
      expect(await Promise.all(runs)).toEqual([2, 2, 0]);
    },
    180_000,
  );
});
