import { randomUUID } from "node:crypto";
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UsageError } from "../command/usage-error.ts";
import { plain } from "../print/layout/plain.ts";

/** Gives a file a new text, wholly or not at all; a symbolic link goes on pointing to it. */
export async function replaceFile(path: string, text: string): Promise<void> {
  let written: string | undefined;
  try {
    const file = await realpath(path);
    const { mode } = await stat(file);
    written = join(dirname(file), `.${basename(file)}.${randomUUID()}`);
    await writeFile(written, text, { flag: "wx", mode });
    await rename(written, file);
  } catch (error) {
    if (written !== undefined) await rm(written, { force: true });
    const { code = "unknown" } = error as { readonly code?: string };
    throw new UsageError(`${plain(path)} cannot be written (${code}); nothing in it was changed`);
  }
}
