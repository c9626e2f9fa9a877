/*
 * A line is `{"hash":"<64 hex>","record":<canonical JSON>}`: fixed positions, so that the bytes of the record are found
 * by slicing and never serialised again.
 */
export const HASH_START = 9;
export const HASH_END: number = HASH_START + 64;
export const RECORD_START: number = HASH_END + 11;

/** The line of a record, without its line feed. */
export function printLine(hash: string, record: string): string {
  return `{"hash":"${hash}","record":${record}}`;
}
