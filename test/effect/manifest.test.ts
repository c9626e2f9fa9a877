import { defaultModel } from "@ambit/policy";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadSuitePolicy } from "./policy.ts";
import { readLines } from "./read/lines.ts";
import { readRuns } from "./read/runs.ts";
import { readTasks } from "./read/tasks.ts";

const SAMPLE = fileURLToPath(new URL("data/sample", import.meta.url));
const SUITES = ["banking", "workspace"];
const textOf = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");

/** Every text in a value. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe("the policy of counted reasons", () => {
  it("is written for the default model", () => {
    expect(textOf("policy/model.conf")).toBe(defaultModel);
  });

  it.each(SUITES)("knows what every tool of %s does and what each argument of a write is", async (suite) => {
    const policy = await loadSuitePolicy(suite, undefined);
    const runs = readRuns(SAMPLE, readTasks(SAMPLE)).filter((run) => run.suite === suite);
    const called = runs.flatMap(({ calls }) => calls).filter(({ tool }) => policy.tools.includes(tool));
    expect(called.length).toBeGreaterThan(20);
    for (const { tool, args } of called) {
      const entry = policy.manifest(tool);
      if (entry?.effect !== "write") continue;
      const known = new Set(Object.keys(entry.args).map((path) => path.replace("[*]", "")));
      expect([tool, Object.keys(args).filter((name) => !known.has(name))]).toEqual([tool, []]);
    }
    for (const name of policy.tools) {
      const entry = policy.manifest(name);
      expect([name, entry?.action]).toEqual([name, entry?.effect]);
      expect([name, Object.keys(entry?.returns.fields ?? {}).length > 0]).toEqual([name, true]);
    }
  });

  it("names no task, no attack and no value of the data", () => {
    const ours = ["policy/rules.csv", ...SUITES.map((suite) => `manifest/${suite}.yaml`)]
      .map(textOf)
      .join("\n");
    const data = ["tasks", "injections"].flatMap((name) =>
      readLines<{ calls: { args: object }[] }>(SAMPLE, name),
    );
    const values = data.flatMap(({ calls }) => calls.flatMap(({ args }) => textsIn(args)));
    const telling = values.filter((value) => value.length >= 6 && /[\d@ ]/u.test(value));
    expect(telling.length).toBeGreaterThan(20);
    expect(telling.filter((value) => ours.includes(value))).toEqual([]);
    expect(ours).not.toMatch(/(?:user|injection)_task/u);
  });
});
