import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { FIRST_PREV } from "../src/chain/chained-record.ts";
import { memoryLedger } from "../src/index.ts";
import { closed, decision, opened, wholeRun } from "./sample-records.ts";
import { reasonOf } from "./thrown.ts";

describe("memoryLedger", () => {
  it("chains each run by itself", () => {
    const ledger = memoryLedger();
    for (const record of [opened("a"), opened("b"), decision("a", 1), decision("b", 1)])
      ledger.append(record);
    expect(ledger.records().map(({ run, seq, v }) => [run, seq, v])).toEqual([
      ["a", 0, 1],
      ["b", 0, 1],
      ["a", 1, 1],
      ["b", 1, 1],
    ]);
    const hashes = ledger.lines.map((line) => line.slice(9, 73));
    expect(ledger.records().map(({ prev }) => prev)).toEqual([FIRST_PREV, FIRST_PREV, hashes[0], hashes[1]]);
  });

  it("states the SHA-256 of the record's text as it stands in the line", () => {
    const ledger = memoryLedger();
    ledger.append(decision("a", 1));
    const [line = ""] = ledger.lines;
    const [, hash, text = ""] = /^\{"hash":"([0-9a-f]{64})","record":(\{.*\})\}$/su.exec(line) ?? [];
    expect(hash).toBe(createHash("sha256").update(text).digest("hex"));
    expect(JSON.parse(line)).toEqual({
      hash,
      record: { ...decision("a", 1), v: 1, seq: 0, prev: FIRST_PREV },
    });
  });

  it("goes on with the chain of a closed run, for late denials", () => {
    const ledger = memoryLedger();
    for (const record of [opened("a"), closed("a"), decision("a", 9)]) ledger.append(record);
    expect(ledger.records().map(({ seq }) => seq)).toEqual([0, 1, 2]);
  });

  it("never lets a record's own members stand for those of the chain", () => {
    const ledger = memoryLedger();
    ledger.append({ ...decision("a", 1), seq: 77, prev: "x", v: 9 } as never);
    expect(ledger.records()[0]).toMatchObject({ seq: 0, prev: FIRST_PREV, v: 1 });
  });

  it("refuses a record that is not JSON and leaves no gap", () => {
    const ledger = memoryLedger();
    ledger.append(opened("a"));
    const cyclic: Record<string, unknown> = {};
    cyclic["self"] = cyclic;
    for (const args of [Number.NaN, 1n, cyclic]) {
      expect(reasonOf(() => ledger.append({ ...decision("a", 1), args } as never))).toBe(
        "ledger_unavailable",
      );
    }
    ledger.append(decision("a", 2));
    expect(ledger.records().map(({ seq }) => seq)).toEqual([0, 1]);
  });

  it("hands out copies", () => {
    const ledger = memoryLedger();
    for (const record of wholeRun("a", 1)) ledger.append(record);
    (ledger.records()[0] as { run: string }).run = "b";
    expect(ledger.records()[0]?.run).toBe("a");
  });
});
