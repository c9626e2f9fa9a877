import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { AmbitError } from "@ambit/core";
import { systemCode } from "./unavailable.ts";

const held = new Set<string>();
let listening = false;

/**
 * Takes the lock file `path`, which holds this process's id and host.
 *
 * Throws `ledger_locked` while another process lives that holds it; the lock of a dead process is taken over. Should
 * two processes take over at once, the exclusive creation of the ledger file itself still keeps them apart.
 */
export function acquireLock(path: string): void {
  if (tryCreate(path)) return;
  const holder = readHolder(path);
  if (holder !== undefined && holder.host === hostname() && !isAlive(holder.pid)) {
    removeQuietly(path);
    if (tryCreate(path)) return;
  }
  throw new AmbitError("ledger_locked", { lock: path, pid: holder?.pid ?? 0 });
}

/** Gives the lock back. */
export function releaseLock(path: string): void {
  if (held.delete(path)) removeQuietly(path);
}

function tryCreate(path: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, "wx", 0o600);
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
  try {
    writeSync(fd, `${process.pid} ${hostname()}\n`);
  } catch (error) {
    removeQuietly(path);
    throw error;
  } finally {
    closeSync(fd);
  }
  remember(path);
  return true;
}

/** A process that ends in order leaves no lock behind, even when nobody closed its ledger. */
function remember(path: string): void {
  if (!listening) process.once("exit", () => held.forEach(releaseLock));
  listening = true;
  held.add(path);
}

function readHolder(path: string): { readonly pid: number; readonly host: string } | undefined {
  try {
    const match = /^(\d{1,10}) (.*)\n$/u.exec(readFileSync(path, "utf8"));
    return match === null ? undefined : { pid: Number(match[1]), host: match[2] ?? "" };
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) !== "ESRCH";
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Gone already, or not ours to remove: the next one who wants it decides by the process id in it.
  }
}
