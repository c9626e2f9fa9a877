import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AmbitError } from "@ambit/core";
import { describe, expect, it } from "vitest";
import { memoryLedger, readLedger, verifyLedger } from "../src/index.ts";
import { interleaved, textOf, verifyText } from "./ledger-lines.ts";
import { decision } from "./sample-records.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const LINES = interleaved(2, 2);

async function reasonOf(act: Promise<unknown>): Promise<string | undefined> {
  return act.then(
    () => undefined,
    (error: unknown) => AmbitError.find(error)?.reason,
  );
}

describe("verifyLedger on a crash", () => {
  it("survives a half-written last line with a warning, wherever it was cut", async () => {
    const last = `${LINES.at(-1)}\n`;
    const whole = textOf(LINES.slice(0, -1));
    for (let cut = 1; cut < last.length - 1; cut += 7) {
      const found = await verifyText(whole + last.slice(0, cut));
      expect(found).toMatchObject({ ok: true, records: LINES.length - 1 });
      expect(found.findings).toMatchObject([{ reason: "ledger_truncated", line: LINES.length }]);
      expect(found.firstBad).toBeUndefined();
    }
  });

  it("counts a last line that lacks its line feed only", async () => {
    expect(await verifyText(textOf(LINES).slice(0, -1))).toMatchObject({ ok: true, records: LINES.length });
  });

  it("reports a half-written line in the middle as malformed and goes on", async () => {
    const lines = LINES.with(3, LINES[3]!.slice(0, 120));
    const found = await verifyText(textOf(lines));
    expect(found.firstBad).toMatchObject({ reason: "record_malformed", line: 4 });
    expect(found.records).toBe(LINES.length - 1);
    expect(found.findings.map(({ reason }) => reason)).toEqual(["record_malformed", "record_missing"]);
  });

  it("reads an empty file as no records", async () => {
    expect(await verifyText("")).toEqual({ records: 0, runs: [], findings: [], ok: true });
  });
});

describe("verifyLedger on hostile lines", () => {
  it("takes no line for a record that is none", async () => {
    const frame = (record: string): string => `{"hash":"${"0".repeat(64)}","record":${record}}\n`;
    const base = '"run":"a","type":"opened","at":1,"prev":"x"';
    const hostile = [
      "\n",
      "{}\n",
      "\0".repeat(200).concat("\n"),
      frame("null"),
      frame("[]"),
      frame("{}"),
      frame(`{${base},"v":1,"seq":-1}`),
      frame(`{${base},"v":1,"seq":0.5}`),
      frame(`{${base},"v":1,"seq":9007199254740993}`),
      frame(`{${base},"v":2,"seq":0}`),
      frame(`{"__proto__":{${base},"v":1,"seq":0}}`),
      frame("[".repeat(50_000)),
    ];
    for (const line of hostile) {
      const { findings } = await verifyText(line);
      expect(findings).toMatchObject([{ reason: "record_malformed", line: 1 }]);
    }
  });

  it("keeps runs with the names of built-in properties apart", async () => {
    const renamed = LINES.map((line) => line.replace(/run-0/gu, "__proto__"));
    const found = await verifyText(textOf(renamed));
    expect(found.firstBad).toMatchObject({ reason: "record_altered", line: 1, run: "__proto__", seq: 0 });
  });
});

describe("verifyLedger on a folder", () => {
  function folderWith(...files: readonly (readonly string[])[]): string {
    const folder = temporaryFolder();
    for (const [at, lines] of files.entries())
      writeFileSync(join(folder, `ambit-${at}-1.jsonl`), textOf(lines));
    return folder;
  }

  it("finds a run that another file tells of, once per file", async () => {
    const folder = folderWith(interleaved(1, 1), LINES, LINES);
    const { findings } = await verifyLedger(folder);
    expect(findings).toMatchObject([
      { reason: "record_altered", file: join(folder, "ambit-1-1.jsonl"), line: 1, run: "run-0", seq: 0 },
      { reason: "record_altered", file: join(folder, "ambit-2-1.jsonl"), line: 1, run: "run-0", seq: 0 },
      { reason: "record_altered", file: join(folder, "ambit-2-1.jsonl"), line: 2, run: "run-1", seq: 0 },
    ]);
    expect((await readLedger(folder)).findings).toEqual(findings);
  });

  it("takes the calls outside any run, which each process records, for no copy", async () => {
    const ledger = memoryLedger();
    ledger.append(decision("outside", 1));
    expect(await verifyLedger(folderWith(ledger.lines, ledger.lines))).toMatchObject({
      ok: true,
      records: 2,
    });
  });

  it("holds more findings than a call has room for arguments", async () => {
    const { findings } = await verifyText("\n".repeat(300_000));
    expect(findings).toHaveLength(300_000);
  });
});

describe("readLedger", () => {
  it("gives the records with the findings, and the file of each", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "ambit-1-1.jsonl"), textOf(LINES));
    writeFileSync(join(folder, "ambit-2-1.jsonl"), textOf(interleaved(1, 1)).replace("alice", "mallo"));
    writeFileSync(join(folder, "ambit-2-1.jsonl.lock"), "1 x\n");
    const { records, findings } = await readLedger(folder);
    expect(records).toHaveLength(LINES.length + 4);
    expect(findings).toMatchObject([
      { reason: "record_altered", file: join(folder, "ambit-2-1.jsonl"), line: 1, run: "run-0", seq: 0 },
    ]);
  });

  it("leaves out a record that lacks the members of its type", async () => {
    const { hash } = await import("node:crypto");
    const file = join(temporaryFolder(), "l.jsonl");
    const record = { at: 1, frame: "f", prev: "0".repeat(64), run: "a", seq: 0, type: "decision", v: 1 };
    const text = JSON.stringify(record);
    const newer = JSON.stringify({ ...record, run: "b", type: "credential" });
    const lines = [text, newer].map((each) => `{"hash":"${hash("sha256", each, "hex")}","record":${each}}`);
    writeFileSync(file, textOf(lines));
    const { records, findings } = await readLedger(file);
    expect(records.map(({ run }) => run)).toEqual(["b"]);
    expect(findings).toMatchObject([{ reason: "record_malformed", line: 1 }]);
    expect((await verifyLedger(file)).findings).toEqual(findings);
  });

  it("refuses what cannot be read", async () => {
    const folder = temporaryFolder();
    expect(await reasonOf(readLedger(folder))).toBe("ledger_unreadable");
    expect(await reasonOf(readLedger(join(folder, "none.jsonl")))).toBe("ledger_unreadable");
    expect(await reasonOf(verifyLedger(join(folder, "none.jsonl")))).toBe("ledger_unreadable");
  });
});
