import { hash } from "node:crypto";
import type { ChainedRecord } from "../chain/chained-record.ts";
import { HASH_END, HASH_START, RECORD_START } from "../chain/line.ts";

/** A line that is a record. */
export interface ParsedLine {
  readonly record: ChainedRecord;
  /** The hash that the line states. */
  readonly hash: string;
  /** Whether the bytes of the record have that hash. */
  readonly intact: boolean;
}

const HASH = /^[0-9a-f]{64}$/u;

/** Reads one line; undefined when it is no record. What is hashed are the bytes as they stand in the file. */
export function parseLine(bytes: Buffer): ParsedLine | undefined {
  const stated = bytes.toString("latin1", HASH_START, HASH_END);
  const framed =
    bytes.toString("latin1", 0, HASH_START) === '{"hash":"' &&
    bytes.toString("latin1", HASH_END, RECORD_START) === '","record":' &&
    bytes.at(-1) === 0x7d;
  if (!framed || !HASH.test(stated)) return undefined;
  const text = bytes.subarray(RECORD_START, -1);
  const record = parseRecord(text.toString("utf8"));
  if (record === undefined) return undefined;
  return { record, hash: stated, intact: hash("sha256", text, "hex") === stated };
}

function parseRecord(text: string): ChainedRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isChained(value) ? value : undefined;
}

function isChained(value: unknown): value is ChainedRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { v, run, type, at, seq, prev } = value as Readonly<Record<string, unknown>>;
  return (
    v === 1 &&
    typeof run === "string" &&
    typeof type === "string" &&
    typeof at === "number" &&
    typeof prev === "string" &&
    Number.isSafeInteger(seq) &&
    (seq as number) >= 0
  );
}
