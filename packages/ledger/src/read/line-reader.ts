import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { AmbitError } from "@ambit/core";
import { systemCode } from "../sink/unavailable.ts";
import { type Line, LineSplitter } from "./line-splitter.ts";

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
  const splitter = new LineSplitter();
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
      yield splitter.take(chunk);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  yield splitter.last();
}

function unreadable(path: string, cause: unknown): AmbitError {
  return new AmbitError("ledger_unreadable", { path, cause: systemCode(cause) }, { cause });
}
