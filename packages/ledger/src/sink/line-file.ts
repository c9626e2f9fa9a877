import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { AmbitError } from "@ambit/core";
import { acquireLock, releaseLock } from "./lock.ts";
import { unavailable } from "./unavailable.ts";

/** Writes bytes at the end of a file and says how many it wrote; throws what the system throws. */
export type WriteBytes = (fd: number, bytes: Uint8Array) => number;

/**
 * A new file of lines under an exclusive lock: each line is in it whole, or not at all.
 *
 * A line that failed half-way is cut off again; when even that fails, the file takes no more lines, so that a corrupted
 * middle cannot arise.
 */
export class LineFile {
  readonly path: string;
  readonly #write: WriteBytes;
  #fd: number | undefined;
  /** Bytes of whole lines. */
  #good = 0;
  #scratch = Buffer.allocUnsafe(8192);

  /** Throws `ledger_locked` for a file that a living process holds, else what the system throws (`EEXIST`, …). */
  constructor(path: string, write: WriteBytes = writeSync) {
    this.path = path;
    this.#write = write;
    acquireLock(lockOf(path));
    try {
      this.#fd = openSync(path, "ax", 0o600);
    } catch (error) {
      releaseLock(lockOf(path));
      throw error;
    }
  }

  /** Appends one line; when it returns, the operating system has it. Throws `ledger_unavailable`. */
  append(line: string): void {
    const fd = this.#fd;
    if (fd === undefined) throw new AmbitError("ledger_unavailable", { cause: "closed" });
    const bytes = this.#encode(line);
    try {
      writeWhole(bytes, (rest) => this.#write(fd, rest));
    } catch (cause) {
      this.#repair(fd);
      throw unavailable(cause);
    }
    this.#good += bytes.length;
  }

  close(): void {
    if (this.#fd === undefined) return;
    const fd = this.#fd;
    this.#fd = undefined;
    try {
      closeSync(fd);
    } finally {
      releaseLock(lockOf(this.path));
    }
  }

  #encode(line: string): Uint8Array {
    const most = line.length * 3 + 1;
    if (most > this.#scratch.length) this.#scratch = Buffer.allocUnsafe(most * 2);
    const length = this.#scratch.write(line, "utf8");
    this.#scratch[length] = 0x0a;
    return this.#scratch.subarray(0, length + 1);
  }

  #abandon(): void {
    try {
      this.close();
    } catch {
      // The file is lost anyway, and no line goes into it any more: that is what counts.
    }
  }

  #repair(fd: number): void {
    try {
      ftruncateSync(fd, this.#good);
    } catch {
      this.#abandon();
    }
  }
}

function writeWhole(bytes: Uint8Array, write: (rest: Uint8Array) => number): void {
  let written = write(bytes);
  while (written < bytes.length) {
    const more = write(bytes.subarray(written));
    if (more <= 0) throw new Error("nothing was written");
    written += more;
  }
}

function lockOf(path: string): string {
  return `${path}.lock`;
}
