import {
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fileLedger, memoryLedger, readLedger } from "../src/index.ts";
import { decision, opened, wholeRun } from "./sample-records.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { reasonOf } from "./thrown.ts";

describe("fileLedger", () => {
  it("writes the very lines of a memory ledger, for its owner only", () => {
    const folder = join(temporaryFolder(), "deep", ".ambit");
    const ledger = fileLedger({ folder, clock: () => 1000 });
    const memory = memoryLedger();
    for (const record of wholeRun("a", 3)) {
      ledger.append(record);
      memory.append(record);
      expect(readFileSync(ledger.location, "utf8")).toBe(memory.lines.map((line) => `${line}\n`).join(""));
    }
    ledger.close();
    expect(readdirSync(folder)).toEqual([`ambit-1000-${process.pid}.jsonl`]);
    expect(statSync(ledger.location).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it("names the real path of its folder", () => {
    const base = temporaryFolder();
    symlinkSync(base, join(base, "link"));
    const ledger = fileLedger({ folder: join(base, "link") });
    expect(ledger.files).toEqual([realpathSync(base)]);
    ledger.close();
  });

  it("gives each ledger in one folder its own file, and readers merge them", async () => {
    const folder = temporaryFolder();
    const ledgers = ["a", "b", "c"].map((run) => {
      const ledger = fileLedger({ folder, clock: () => 1000 });
      ledger.append(opened(run));
      return ledger;
    });
    expect(new Set(ledgers.map(({ location }) => location)).size).toBe(3);
    for (const ledger of ledgers) ledger.close();
    expect((await readLedger(folder)).records.map(({ run }) => run)).toEqual(["a", "b", "c"]);
  });

  it("fails when it is made if the folder cannot be written", () => {
    const base = temporaryFolder();
    writeFileSync(join(base, "file"), "");
    for (const folder of [join(base, "file"), join(base, "file", "below")]) {
      expect(reasonOf(() => fileLedger({ folder }))).toBe("ledger_unavailable");
    }
    expect(reasonOf(() => fileLedger({ folder: `${base}/\0` }))).toBe("ledger_unavailable");
  });

  it("refuses records once it is closed, and closes twice", () => {
    const ledger = fileLedger({ folder: temporaryFolder() });
    ledger.append(opened("a"));
    ledger.close();
    ledger.close();
    expect(reasonOf(() => ledger.append(decision("a", 1)))).toBe("ledger_unavailable");
  });

  it("refuses options that it does not know", () => {
    expect(reasonOf(() => fileLedger({ folder: "" }))).toBe("config_invalid");
    expect(reasonOf(() => fileLedger({ folder: 1 } as never))).toBe("config_invalid");
    expect(reasonOf(() => fileLedger({ folder: "x", clock: 1 } as never))).toBe("config_invalid");
    expect(reasonOf(() => fileLedger({ folder: "x", floder: "y" } as never))).toBe("config_invalid");
  });

  it("takes a line longer than its buffer", async () => {
    const folder = temporaryFolder();
    const ledger = fileLedger({ folder });
    ledger.append(decision("a", 1, { args: "ü".repeat(100_000) }));
    ledger.append(decision("a", 2));
    ledger.close();
    const { records, findings } = await readLedger(folder);
    expect([records.length, findings]).toEqual([2, []]);
    rmSync(folder, { recursive: true });
  });
});
