import { closeSync, existsSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { LineFile } from "../src/sink/line-file.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { reasonOf } from "./thrown.ts";

function full(): Error {
  return Object.assign(new Error("no space"), { code: "ENOSPC" });
}

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ["-e", "0"]).pid;
}

describe("LineFile on a full disk", () => {
  it("cuts a half-written line off and goes on once there is space", () => {
    const path = join(temporaryFolder(), "l.jsonl");
    let space = 1000;
    const file = new LineFile(path, (fd, bytes) => {
      if (space <= 0) throw full();
      const written = writeSync(fd, bytes, 0, Math.min(space, bytes.length));
      space -= written;
      return written;
    });
    file.append("one");
    space = 3;
    expect(reasonOf(() => file.append("second"))).toBe("ledger_unavailable");
    expect(readFileSync(path, "utf8")).toBe("one\n");
    expect(reasonOf(() => file.append("third"))).toBe("ledger_unavailable");
    space = 1000;
    file.append("fourth");
    file.close();
    expect(readFileSync(path, "utf8")).toBe("one\nfourth\n");
  });

  it("completes a short write", () => {
    const path = join(temporaryFolder(), "l.jsonl");
    const file = new LineFile(path, (fd, bytes) => writeSync(fd, bytes, 0, Math.min(2, bytes.length)));
    file.append("first");
    file.append("zweite Zeile ü");
    file.close();
    expect(readFileSync(path, "utf8")).toBe("first\nzweite Zeile ü\n");
  });

  it("fails rather than spin when nothing more is written", () => {
    const file = new LineFile(join(temporaryFolder(), "l.jsonl"), () => 0);
    expect(reasonOf(() => file.append("x"))).toBe("ledger_unavailable");
    file.close();
  });

  it("takes no more lines when a half-written one cannot be cut off", () => {
    const path = join(temporaryFolder(), "l.jsonl");
    let writes = 0;
    const file = new LineFile(path, (fd, bytes) => {
      writes++;
      writeSync(fd, bytes, 0, 2);
      closeSync(fd);
      throw full();
    });
    expect(reasonOf(() => file.append("first"))).toBe("ledger_unavailable");
    expect(reasonOf(() => file.append("second"))).toBe("ledger_unavailable");
    expect([writes, readFileSync(path, "utf8")]).toEqual([1, "fi"]);
  });
});

describe("LineFile under its lock", { timeout: 60_000 }, () => {
  it("is held by one at a time", () => {
    const path = join(temporaryFolder(), "l.jsonl");
    const file = new LineFile(path);
    expect(reasonOf(() => new LineFile(path))).toBe("ledger_locked");
    file.close();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("takes over the lock of a dead process of this host only", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a.lock"), `${deadPid()} ${hostname()}\n`);
    const file = new LineFile(join(folder, "a"));
    expect(readFileSync(join(folder, "a.lock"), "utf8")).toBe(`${process.pid} ${hostname()}\n`);
    file.close();
    writeFileSync(join(folder, "b.lock"), `${deadPid()} another-host\n`);
    expect(reasonOf(() => new LineFile(join(folder, "b")))).toBe("ledger_locked");
    writeFileSync(join(folder, "c.lock"), "");
    expect(reasonOf(() => new LineFile(join(folder, "c")))).toBe("ledger_locked");
  });

  it("is given back by a process that ends in order without closing its file", () => {
    const path = join(temporaryFolder(), "l.jsonl");
    const source = new URL("../src/sink/line-file.ts", import.meta.url).href;
    const script = `import(${JSON.stringify(source)}).then(({ LineFile }) => new LineFile(${JSON.stringify(path)}).append("x"))`;
    const options = ["--import", "tsx", "--conditions=@ambit/source", "--eval", script];
    const { status, stderr } = spawnSync(process.execPath, options, { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
    expect([existsSync(path), existsSync(`${path}.lock`)]).toEqual([true, false]);
  });

  it("listens for the end of the process once, however often files are made", () => {
    const folder = temporaryFolder();
    const before = process.listenerCount("exit");
    for (let n = 0; n < 20; n++) new LineFile(join(folder, `${n}`)).close();
    expect(process.listenerCount("exit") - before).toBeLessThanOrEqual(1);
  });

  it("never opens a file that is there, and leaves no lock then", () => {
    const path = join(temporaryFolder(), "l.jsonl");
    writeFileSync(path, "kept\n");
    expect(() => new LineFile(path)).toThrow(expect.objectContaining({ code: "EEXIST" }));
    expect(existsSync(`${path}.lock`)).toBe(false);
    expect(readFileSync(path, "utf8")).toBe("kept\n");
  });
});
