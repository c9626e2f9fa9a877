import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Path of a file of JSON Lines in a folder, gzipped or not; undefined when it has neither. */
export function linesFile(folder: string, name: string): string | undefined {
  return [`${name}.jsonl.gz`, `${name}.jsonl`].map((file) => join(folder, file)).find(existsSync);
}

/** The values of a file of JSON Lines; throws when the folder has no such file. */
export function readLines<T>(folder: string, name: string): readonly T[] {
  const file = linesFile(folder, name);
  if (file === undefined) throw new Error(`${folder} has no ${name}.jsonl and no ${name}.jsonl.gz`);
  const bytes = readFileSync(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as T);
}
