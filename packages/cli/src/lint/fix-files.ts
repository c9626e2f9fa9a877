import { readFile } from "node:fs/promises";
import type { Finding } from "@ambit/policy";
import { applyFixes, type Fixed } from "./apply-fixes.ts";
import { replaceFile } from "./replace-file.ts";

/** Makes the fixes of the findings in their files, and says which. */
export async function fixFiles(findings: readonly Finding[]): Promise<readonly Fixed[]> {
  const all: Fixed[] = [];
  for (const file of new Set(findings.flatMap(({ fix, file: path }) => (fix === undefined ? [] : [path])))) {
    const read = utf8(await readFile(file));
    if (read === undefined) continue;
    const { text, fixed } = applyFixes(
      read,
      findings.filter((finding) => finding.file === file),
    );
    if (fixed.length > 0) await replaceFile(file, text);
    all.push(...fixed);
  }
  return all;
}

/** The text with its byte order mark; undefined for bytes that are no UTF-8, which a rewrite would lose. */
function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
