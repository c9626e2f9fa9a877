import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { fileLedger, verifyLedger } from "../src/index.ts";
import { opened } from "./sample-records.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const CHILD = fileURLToPath(new URL("./child/append-until-killed.ts", import.meta.url));
const KILLS = 20;
const AT_ONCE = 2;

/** Lets a child append, kills it some milliseconds after its first acknowledgement, and gives the last one. */
async function acknowledged(folder: string, milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, ["--import", TSX, "--conditions=@ambit/source", CHILD, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", (_code, signal) => resolve(signal)));
  let said = "";
  let kill: Promise<unknown> | undefined;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    kill ??= sleep(milliseconds).then(() => child.kill("SIGKILL"));
  });
  expect(await ended).toBe("SIGKILL");
  return Number(said.slice(0, said.lastIndexOf("\n")).split("\n").at(-1));
}

async function killOnce(): Promise<number> {
  const folder = temporaryFolder();
  const last = await acknowledged(folder, Math.random() * 20);
  const { ok, runs } = await verifyLedger(folder);
  expect(last).toBeGreaterThan(0);
  // A chain without gaps that is at least as long as what was acknowledged has lost none of it.
  expect(ok).toBe(true);
  expect(runs[0]?.records).toBeGreaterThanOrEqual(last);
  return last;
}

describe("a process killed while it appends", () => {
  it(`loses no acknowledged record, ${KILLS} times`, { timeout: 240_000 }, async () => {
    const acknowledgements: number[] = [];
    while (acknowledgements.length < KILLS) {
      acknowledgements.push(...(await Promise.all(Array.from({ length: AT_ONCE }, killOnce))));
    }
    expect(acknowledgements).toHaveLength(KILLS);
    expect(new Set(acknowledgements).size).toBeGreaterThan(1);
  });

  it("leaves a folder that the next process goes on with", { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    await acknowledged(folder, 5);
    const ledger = fileLedger({ folder });
    ledger.append(opened("next"));
    ledger.close();
    expect(readdirSync(folder).filter((name) => name.endsWith(".jsonl"))).toHaveLength(2);
    expect((await verifyLedger(folder)).runs.map(({ run }) => run)).toEqual(["run", "next"]);
    expect(ledger.location.startsWith(join(folder, "ambit-"))).toBe(true);
  });
});
