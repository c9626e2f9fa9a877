import { writeSync } from "node:fs";
import { fileLedger } from "../../src/index.ts";
import { decision, opened } from "../sample-records.ts";

/*
 * Appends to a ledger in the folder given until it is killed, and says on standard output, after each append, how many
 * records are acknowledged.
 */
const ledger = fileLedger({ folder: process.argv[2] ?? "" });
ledger.append(opened("run"));
for (let n = 1; n < 1_000_000; n++) {
  ledger.append(decision("run", n));
  say(`${n + 1}\n`);
}

/** Waits while the pipe is full. */
function say(text: string): void {
  for (let left = text; left !== "";) {
    try {
      left = left.slice(writeSync(1, left));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
    }
  }
}
