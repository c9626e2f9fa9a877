import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { AmbitError } from "@ambit/core";
import { systemCode } from "../sink/unavailable.ts";

/** One line of a ledger file, without its line feed. */
export interface Line {
  readonly bytes: Buffer;
  /** From 1. */
  readonly number: number;
  /** False for a last line without a line feed. */
  readonly ended: boolean;
}

const LINE_FEED = 0x0a;

/**
 * The files of a ledger: the file itself, or all `*.jsonl` of a folder by name, hence by the start of their process.
 *
 * Throws `ledger_unreadable` when there is none.
 */
export async function ledgerFiles(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const names = (await readdir(path)).filter((name) => name.endsWith(".jsonl")).toSorted();
    if (names.length > 0) return names.map((name) => join(path, name));
  } catch (error) {
    throw unreadable(path, error);
  }
  throw new AmbitError("ledger_unreadable", { path, cause: "no .jsonl file" });
}

/** The lines of a file, some at a time, in flat memory. Throws `ledger_unreadable`. */
export async function* readLines(file: string): AsyncGenerator<readonly Line[], void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const lines: Line[] = [];
      let start = 0;
      for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
        lines.push({ bytes: bytes.subarray(start, end), number: ++number, ended: true });
        start = end + 1;
      }
      rest = bytes.subarray(start);
      yield lines;
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  if (rest.length > 0) yield [{ bytes: rest, number: number + 1, ended: false }];
}

function unreadable(path: string, cause: unknown): AmbitError {
  return new AmbitError("ledger_unreadable", { path, cause: systemCode(cause) }, { cause });
}
