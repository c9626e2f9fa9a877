import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { ChainedRecord, Verification } from "../src/index.ts";
import type { ParsedLine } from "../src/read/parse-line.ts";
import { interleaved, textOf, verifyText } from "./ledger-lines.ts";

const RUNS = 3;
const LINES = interleaved(RUNS, 4);
const lineIndex = fc.nat({ max: LINES.length - 1 });

function recordOf(line: string): ChainedRecord {
  return (JSON.parse(line) as { record: ChainedRecord }).record;
}

/** The lines of the run to which line `index` belongs, from there on. */
function restOfRun(index: number): readonly number[] {
  const { run } = recordOf(LINES[index]!);
  return [...LINES.keys()].filter((at) => at >= index && recordOf(LINES[at]!).run === run);
}

/** Whether the first finding stands at line `index` (from 0) or at the next line of the same run. */
function names({ findings }: Verification, index: number): boolean {
  return restOfRun(index)
    .slice(0, 2)
    .some((line) => findings[0]?.line === line + 1);
}

function flipped(index: number, byte: number, bit: number): Buffer {
  const before = Buffer.byteLength(textOf(LINES.slice(0, index)));
  const bytes = Buffer.from(textOf(LINES));
  const at = before + (byte % (Buffer.byteLength(LINES[index]!) + 1));
  bytes[at] = bytes[at]! ^ (1 << bit);
  return bytes;
}

describe("verifyLedger", () => {
  it("finds nothing in a ledger as it was written", async () => {
    const verification = await verifyText(textOf(LINES));
    expect(verification).toMatchObject({ ok: true, records: LINES.length, findings: [] });
    expect(verification.runs.map(({ run, records, closed }) => [run, records, closed])).toEqual([
      ["run-0", 10, true],
      ["run-1", 10, true],
      ["run-2", 10, true],
    ]);
  });

  it("names the record in which any bit was flipped", async () => {
    await fc.assert(
      fc.asyncProperty(lineIndex, fc.nat(), fc.nat({ max: 7 }), async (index, byte, bit) => {
        const { findings } = await verifyText(flipped(index, byte, bit));
        expect(findings[0]?.line).toBe(index + 1);
      }),
      { numRuns: 300 },
    );
  });

  it("names the place of a dropped record", async () => {
    await fc.assert(
      fc.asyncProperty(lineIndex, async (index) => {
        const [, next] = restOfRun(index);
        fc.pre(next !== undefined);
        const found = await verifyText(textOf(LINES.toSpliced(index, 1)));
        const { seq } = recordOf(LINES[index]!);
        expect(found.firstBad).toMatchObject({ reason: "record_missing", line: next, seq });
      }),
    );
  });

  it("reports a run whose end was cut as not closed", async () => {
    for (let kept = RUNS; kept < LINES.length; kept++) {
      const found = await verifyText(textOf(LINES.slice(0, kept)));
      expect(found.ok).toBe(true);
      expect(found.runs.filter(({ closed }) => !closed)).toHaveLength(Math.min(RUNS, LINES.length - kept));
    }
  });

  it("names the first of two swapped records of a run", async () => {
    await fc.assert(
      fc.asyncProperty(lineIndex, fc.nat(), async (index, pick) => {
        const [, ...later] = restOfRun(index);
        fc.pre(later.length > 0);
        const other = later[pick % later.length]!;
        const lines = LINES.with(index, LINES[other]!).with(other, LINES[index]!);
        const found = await verifyText(textOf(lines));
        expect(found.firstBad).toMatchObject({ reason: "record_reordered", line: index + 1 });
      }),
    );
  });

  it("names a record that was inserted once more, or the one that it displaced", async () => {
    await fc.assert(
      fc.asyncProperty(lineIndex, fc.nat({ max: LINES.length }), async (source, target) => {
        const found = await verifyText(textOf(LINES.toSpliced(target, 0, LINES[source]!)));
        expect(found.ok).toBe(false);
        const line = found.firstBad!.line - 1;
        // A copy just before its original stands in the right place, and the original is the one too many.
        expect(line === target || (target <= source && line === source + 1)).toBe(true);
      }),
    );
  });

  it("names a record that was altered and given the right hash again, or the one after it", async () => {
    const { hash } = await import("node:crypto");
    await fc.assert(
      fc.asyncProperty(lineIndex, async (index) => {
        fc.pre(restOfRun(index).length > 1);
        const text = LINES[index]!.slice(84, -1).replace(/"at":1/u, '"at":2');
        const line = `{"hash":"${hash("sha256", text, "hex")}","record":${text}}`;
        const found = await verifyText(textOf(LINES.with(index, line)));
        expect(found.firstBad?.reason).toBe("record_altered");
        expect(names(found, index)).toBe(true);
      }),
    );
  });
});

describe("canary: verification without the hash of a line", () => {
  afterEach(() => {
    vi.doUnmock("../src/read/parse-line.ts");
    vi.resetModules();
  });

  it("lets a flipped bit pass, so the law above tests the hash", async () => {
    vi.resetModules();
    vi.doMock("../src/read/parse-line.ts", async (original) => {
      const { parseLine } = await original<{ parseLine: (bytes: Buffer) => ParsedLine | undefined }>();
      return {
        parseLine(bytes: Buffer): ParsedLine | undefined {
          const parsed = parseLine(bytes);
          return parsed === undefined ? undefined : { ...parsed, intact: true };
        },
      };
    });
    const ledger = await import("./ledger-lines.ts");
    const altered = LINES.with(4, LINES[4]!.replace("user:alice", "user:mallo"));
    expect((await ledger.verifyText(textOf(altered))).ok).toBe(true);
    expect((await verifyText(textOf(altered))).ok).toBe(false);
  });
});
