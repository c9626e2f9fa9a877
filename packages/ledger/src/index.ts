export type { ChainedRecord } from "./chain/chained-record.ts";
export { type LedgerReading, readLedger } from "./read/read-ledger.ts";
export { fileLedger } from "./sink/file-ledger.ts";
export { memoryLedger } from "./sink/memory-ledger.ts";
export { delegationTree } from "./trace/delegation-tree.ts";
export type { DecisionNode, FrameNode, RunTree } from "./trace/run-tree.ts";
export type { Finding, Verification } from "./verify/finding.ts";
export { walkLedger } from "./verify/walk-ledger.ts";
export { verifyLedger } from "./verify/verify-ledger.ts";
