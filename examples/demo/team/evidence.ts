import type { DecisionRecord, EdgeRecord, OutcomeRecord } from "@ambit/core";
import type { readLedger } from "@ambit/ledger";

type Records = Awaited<ReturnType<typeof readLedger>>["records"];

/** Contents of the files that the facts are about; undefined for a file that does not exist. */
export type TeamFiles = {
  readonly report: string | undefined;
  readonly notes: string | undefined;
  readonly outside: string | undefined;
};

/** What ledger and disk say of a run. */
export type TeamEvidence = {
  /** The run's id in the ledger. */
  readonly run: string;
  readonly files: TeamFiles;
  readonly edges: readonly EdgeRecord[];
  readonly decisionOn: (callId: string) => DecisionRecord | undefined;
  readonly outcomeOf: (callId: string) => OutcomeRecord | undefined;
};

/** Gathers the evidence of the run that was opened last. */
export function teamEvidence(records: Records, files: TeamFiles): TeamEvidence {
  const run = records.findLast((record) => record.type === "opened")?.run ?? "";
  const ofRun = records.filter((record) => record.run === run);
  const decisionOn = (callId: string): DecisionRecord | undefined =>
    ofRun.filter((record) => record.type === "decision").find((record) => record.callId === callId);
  return {
    run,
    files,
    edges: ofRun.filter((record) => record.type === "edge"),
    decisionOn,
    outcomeOf: (callId) => {
      const id = decisionOn(callId)?.decision;
      return ofRun.filter((record) => record.type === "outcome").find(({ decision }) => decision === id);
    },
  };
}
