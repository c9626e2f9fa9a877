import { CODES } from "@ambit/core";
import { defaultModel } from "@ambit/policy";
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { blockNamed, ROOT } from "./page.ts";
import { Project } from "./project.ts";

const PAGE = "docs/lint.md";
/** Codes of policy tests, and of a reload. */
const ELSEWHERE = /^suite_|^policy_unavailable$/u;
const project = new Project();

afterAll(() => project.remove());

describe("docs/lint.md", () => {
  it(
    "shows what its commands print, and in what state they leave the policy",
    { timeout: 60_000 },
    async () => {
      project.write("policy/model.conf", defaultModel);
      project.write("policy/rules.csv", blockNamed(PAGE, "policy/rules.csv"));
      project.write("policy/tools.yaml", blockNamed("docs/policy.md", "policy/tools.yaml"));
      for (const [command, code] of [
        ["lint", 3],
        ["fix", 0],
      ] as const) {
        const [, , ...args] = blockNamed(PAGE, command).trim().split(" ");
        const stdout = blockNamed(PAGE, `${command}-output`);
        expect(await project.ambit(...args)).toEqual({ code, stdout, stderr: "" });
      }
    },
  );

  it("has a row for each code of a policy", () => {
    const table = readFileSync(`${ROOT}${PAGE}`, "utf8").split("## What it finds")[1] ?? "";
    const cells = [...table.matchAll(/^\| (AMBIT-[^|]*) \|/gmu)].map(([, cell = ""]) => cell);
    const told = cells.flatMap((cell) => cell.match(/P\d+/gu) ?? []).toSorted();
    const policy = Object.entries(CODES)
      .filter(([name, { code }]) => code.startsWith("AMBIT-P") && !ELSEWHERE.test(name))
      .map(([, { code }]) => code.replace("AMBIT-", ""));
    expect(told).toEqual(policy.toSorted());
  });
});
