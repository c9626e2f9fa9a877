export type { ChainedRecord } from "./chain/chained-record.ts";
export { fileLedger } from "./sink/file-ledger.ts";
export { memoryLedger } from "./sink/memory-ledger.ts";
