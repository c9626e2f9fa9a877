import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { plain } from "../print/layout/plain.ts";
import { UsageError } from "./usage-error.ts";

/** The exports of a module of the user. */
export type Exports = Readonly<Record<string, unknown>>;

/** What is read from a module of the user; throws `UsageError` when it cannot be loaded or a promise that it exports rejects. */
export async function importModule<T>(path: string, read: (exports: Exports) => T | Promise<T>): Promise<T> {
  try {
    return await read((await import(pathToFileURL(resolve(path)).href)) as Exports);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the module ${plain(path)} cannot be loaded: ${plain(why)}`);
  }
}
