import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { SuiteText } from "./read-suite.ts";

const ENDING = ".test.yaml";

/** The paths of all test files in a policy folder and below it, in order. */
export async function findSuites(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => name.endsWith(ENDING))
    .toSorted()
    .map((name) => join(folder, name));
}

/** Reads test files; one that cannot be read is an error of the system. */
export async function readSuites(files: readonly string[]): Promise<readonly SuiteText[]> {
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, "utf8") })));
}
