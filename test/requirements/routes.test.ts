import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EDGES } from "@ambit/core";
import { describe, expect, it } from "vitest";
import { emptyCells, routesPage, unknownCells } from "../../tools/docs/routes-page.ts";
import { ROUTES } from "../scenarios/routes.ts";
import { ROOT, testFiles, titlesOf } from "./test-files.ts";

/** Cells that still lack a scenario; it only ever gets smaller. */
const MAX_EMPTY = 0;

const FILES = testFiles().map((file) => ({ path: file.path, titles: titlesOf(file) }));

describe("the scenarios", () => {
  it("show every edge by every route, or are counted as missing", () => {
    const empty = emptyCells(ROUTES, FILES);
    console.log(`scenarios: ${Object.values(ROUTES).flat().length} cells, ${empty.length} empty`);
    expect(Object.keys(ROUTES)).toEqual(EDGES);
    expect(empty.length, `no test shows ${empty.join(", ")}`).toBeLessThanOrEqual(MAX_EMPTY);
  });

  it("name no cell that is none", () => {
    expect(unknownCells(ROUTES, FILES)).toEqual([]);
  });

  it("are listed in test/scenarios/README.md as `pnpm docs:routes` writes it", () => {
    expect(readFileSync(join(ROOT, "test/scenarios/README.md"), "utf8")).toBe(routesPage(ROUTES, FILES));
  });
});

describe("the gate over the scenarios", () => {
  const routes = { retry: ["tool.withRetry", "task({ retry })"], open: ["ambit.run"] };
  const titles = [
    "L2: retry × tool.withRetry: counts each try",
    "L1, L2: retry × task({ retry }): counts them, too",
    "open × ambit.bind: is decided",
    "retry × ambit.run",
    "is gone after three denials × twice: whatever",
  ];
  const files = [{ path: "test/scenarios/a.test.ts", titles }];

  it("sees an empty cell and an unknown one", () => {
    expect(emptyCells(routes, files)).toEqual(["open × ambit.run"]);
    expect(unknownCells(routes, files)).toEqual(["open × ambit.bind in test/scenarios/a.test.ts"]);
  });

  it("writes down what the titles say", () => {
    expect(routesPage(routes, files).split("\n").slice(-4, -1)).toEqual([
      "| retry | tool.withRetry | counts each try ([a.test.ts](./a.test.ts)) |",
      "| retry | task({ retry }) | counts them, too ([a.test.ts](./a.test.ts)) |",
      "| open | ambit.run | (none) |",
    ]);
  });
});
