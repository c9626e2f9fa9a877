import { fileLedger, memoryLedger, verifyLedger } from "@ambit/ledger";
import assert from "node:assert/strict";
import { type Case, interleave } from "../measure/interleave.ts";
import { SHA256, sha256 } from "../measure/sha256.ts";
import { atLeast, atMost, type Bench, type Effort, ops, type Row } from "../row.ts";
import { inFolder } from "../world/folder.ts";
import { callRecords } from "../world/record.ts";

/** µs. */
const MOST_APPEND = 15;
/** Records per second. */
const LEAST_APPENDED = 100_000;
const LEAST_VERIFIED = 300_000;

/** What a record costs: one append until the operating system has it, many back to back, and verification. */
export const ledger: Bench = {
  name: "ledger",
  summary: "append to JSON Lines and to memory, verify",
  async run(effort: Effort): Promise<readonly Row[]> {
    await assertChain();
    const single = ops(3000, effort);
    const batch = ops(20_000, effort);
    const one = await interleave(
      { sha256, file: oneByOne(), memory: inMemory },
      { slices: effort.slices, ops: single },
    );
    const many = await interleave(
      { sha256: sha256, file: backToBack(batch), verify: verified(batch) },
      { slices: effort.slices, ops: 3 },
    );
    const sha = one.p50("sha256");
    const row = (name: string, metric: string, value: number): Row => ({
      bench: "ledger",
      case: name,
      metric,
      value,
      unit: "µs",
      peer: SHA256,
      ratio: value / sha,
    });
    const rate = (name: string, micros: number): Row => ({
      bench: "ledger",
      case: name,
      metric: "p50",
      value: (batch / micros) * 1e6,
      unit: "records/s",
      peer: SHA256,
      ratio: micros / batch / sha,
    });
    return [
      atMost(MOST_APPEND, row("append to JSON Lines", "p50", one.p50("file"))),
      row("append to JSON Lines", "p99", one.p99("file")),
      row("append to memory", "p50", one.p50("memory")),
      atLeast(LEAST_APPENDED, rate("append to JSON Lines, back to back", many.p50("file"))),
      atLeast(LEAST_VERIFIED, rate("verify JSON Lines", many.p50("verify"))),
    ];
  },
};

function oneByOne(): Case {
  return (timed) =>
    inFolder(async (folder) => {
      const file = fileLedger({ folder });
      await timed(appendNext(file));
      file.close();
    });
}

const inMemory: Case = (timed) => timed(appendNext(memoryLedger()));

/** One operation is a whole batch. */
function backToBack(count: number): Case {
  const records = callRecords(count);
  return (timed) =>
    inFolder(async (folder) => {
      const file = fileLedger({ folder });
      await timed(() => {
        for (const record of records) file.append(record);
      });
      file.close();
    });
}

/** One operation verifies the whole file. */
function verified(count: number): Case {
  return (timed) =>
    inFolder(async (folder) => {
      const file = fileLedger({ folder });
      for (const record of callRecords(count)) file.append(record);
      file.close();
      await timed(() => verifyLedger(file.location));
    });
}

function appendNext(ledger: { append(record: (typeof RECORDS)[number]): void }): () => void {
  let next = 0;
  return () => {
    ledger.append(RECORDS[next % RECORDS.length] as (typeof RECORDS)[number]);
    next++;
  };
}

const RECORDS = callRecords(1000);

async function assertChain(): Promise<void> {
  await inFolder(async (folder) => {
    const file = fileLedger({ folder });
    for (const record of callRecords(10)) file.append(record);
    file.close();
    const { ok, records } = await verifyLedger(file.location);
    assert.deepEqual({ ok, records }, { ok: true, records: 10 });
  });
}
