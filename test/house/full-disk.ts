import { closeSync, existsSync, fstatSync, openSync, statSync } from "node:fs";

const HIGHEST = 4096;

/**
 * Makes every further write to an open file of this process fail, as on a full disk: `ENOSPC` where the system has
 * `/dev/full`, else `EBADF`.
 */
export function fillDisk(path: string): void {
  const { ino, dev } = statSync(path);
  for (let fd = 3; fd < HIGHEST; fd++) {
    if (!isOpenOn(fd, { ino, dev })) continue;
    closeSync(fd);
    // the system gives the lowest free number: the one that was just closed, unless a lower one is free
    for (let taken = -1; taken < fd;)
      taken = existsSync("/dev/full") ? openSync("/dev/full", "w") : openSync(path, "r");
    return;
  }
  throw new Error("no open file of this process has that path");
}

function isOpenOn(fd: number, { ino, dev }: { readonly ino: number; readonly dev: number }): boolean {
  try {
    const found = fstatSync(fd);
    return found.ino === ino && found.dev === dev;
  } catch {
    return false;
  }
}
