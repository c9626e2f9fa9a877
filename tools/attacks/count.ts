import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** What became of the tests of one attack: all passed, some failed, or none can run with these versions. */
export type Result = "ok" | "FAILED" | `n/a: ${string}`;

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** The results of a run of vitest by attack, from its JSON report. A file without a test that passed has failed. */
export function resultsIn(report: string): ReadonlyMap<string, Result> {
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  return new Map(
    testResults.map(({ name, status, assertionResults: tests }) => {
      const isOk = status === "passed" && tests.length > 0 && tests.every((test) => test.status === "passed");
      return [basename(name).replace(/\.test\.ts$/u, ""), isOk ? "ok" : "FAILED"] as const;
    }),
  );
}
