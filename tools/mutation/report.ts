type Mutant = {
  readonly mutatorName: string;
  readonly status: string;
  readonly replacement?: string;
  readonly testsCompleted?: number;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
};

/** The part of Stryker's JSON report that is judged. */
export type MutationReport = {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
};

/** Counts of one mutation run, and why it must not pass. */
export type MutationResult = {
  /** Mutants that count: killed, timed out, survived or reached by no test. */
  readonly mutants: number;
  readonly detected: number;
  /** Detected mutants in percent of those that count. */
  readonly score: number;
  /** `file:line:column mutator -> replacement` of each mutant that lived. */
  readonly survivors: readonly string[];
  /** Mutants judged by a run in which not one test ran: their status means nothing. */
  readonly untested: readonly string[];
};

const DETECTED = ["Killed", "Timeout"];
const LIVING = ["Survived", "NoCoverage"];

/** Counts the mutants of one or several reports. */
export function countMutants(reports: readonly MutationReport[]): MutationResult {
  const all = reports.flatMap((report) =>
    Object.entries(report.files).flatMap(([file, { mutants }]) =>
      mutants.map((mutant) => ({ file, mutant })),
    ),
  );
  const name = ({ file, mutant }: (typeof all)[number]): string => {
    const { line, column } = mutant.location.start;
    return `${file}:${line}:${column} ${mutant.status} ${mutant.mutatorName} -> ${mutant.replacement ?? "?"}`;
  };
  const detected = all.filter(({ mutant }) => DETECTED.includes(mutant.status));
  const living = all.filter(({ mutant }) => LIVING.includes(mutant.status));
  const untested = all.filter(
    ({ mutant }) =>
      (mutant.status === "Killed" || mutant.status === "Survived") && (mutant.testsCompleted ?? 0) === 0,
  );
  const mutants = detected.length + living.length;
  return {
    mutants,
    detected: detected.length,
    score: mutants === 0 ? 0 : (100 * detected.length) / mutants,
    survivors: living.map(name),
    untested: untested.map(name),
  };
}

/** Why a run must not pass; empty when it may. */
export function mutationProblems(result: MutationResult, min: number): readonly string[] {
  const { mutants, score, untested } = result;
  return [
    ...(mutants === 0 ? ["not one mutant was tested"] : []),
    ...(mutants > 0 && score < min ? [`score ${score.toFixed(1)} % is below ${min} %`] : []),
    ...(untested.length > 0 ? [`${untested.length} mutants were judged without running a test`] : []),
  ];
}
