import { describe, expect, it } from "vitest";
import { countMutants, mutationProblems } from "../mutation/report.ts";
import type { MutationReport } from "../mutation/report.ts";

const report = (mutants: readonly (readonly [status: string, tests?: number])[]): MutationReport => ({
  files: {
    "a.ts": {
      mutants: mutants.map(([status, testsCompleted]) => ({
        mutatorName: "EqualityOperator",
        status,
        replacement: "a <= b",
        location: { start: { line: 3, column: 7 } },
        ...(testsCompleted === undefined ? {} : { testsCompleted }),
      })),
    },
  },
});
const problems = (mutants: readonly (readonly [status: string, tests?: number])[]): readonly string[] =>
  mutationProblems(countMutants([report(mutants)]), 95);

describe("mutationProblems", () => {
  it("has none when every mutant was killed by a test", () => {
    expect(problems([["Killed", 2], ["Timeout"]])).toEqual([]);
  });

  it("wants a mutant at all", () => {
    expect(problems([])).toEqual(["not one mutant was tested"]);
    expect(problems([["Ignored"], ["CompileError"]])).toEqual(["not one mutant was tested"]);
  });

  it("rejects a score below the least", () => {
    expect(
      problems([
        ["Killed", 1],
        ["Survived", 4],
      ]),
    ).toEqual(["score 50.0 % is below 95 %"]);
    expect(problems([["Killed", 1], ["NoCoverage"]])).toEqual(["score 50.0 % is below 95 %"]);
  });

  it("rejects a verdict without a test, a good one too", () => {
    expect(problems([["Killed", 0]])).toEqual(["1 mutants were judged without running a test"]);
    expect(problems([["Killed"]])).toEqual(["1 mutants were judged without running a test"]);
    expect(problems([["Survived", 0]])).toHaveLength(2);
  });

  it("adds reports up and names what lived", () => {
    const result = countMutants([report([["Killed", 1]]), report([["Survived", 1]])]);
    expect(result).toMatchObject({ mutants: 2, detected: 1, score: 50 });
    expect(result.survivors).toEqual(["a.ts:3:7 Survived EqualityOperator -> a <= b"]);
  });
});
