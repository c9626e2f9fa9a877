import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Calls `fn` with a new temporary folder and removes it afterwards. */
export async function inFolder<T>(fn: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "ambit-bench-"));
  try {
    return await fn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the three files of a policy folder. */
export function writePolicy(
  folder: string,
  policy: { readonly model: string; readonly rules: string; readonly tools: string },
): void {
  writeFileSync(join(folder, "model.conf"), policy.model);
  writeFileSync(join(folder, "rules.csv"), policy.rules);
  writeFileSync(join(folder, "tools.yaml"), policy.tools);
}
