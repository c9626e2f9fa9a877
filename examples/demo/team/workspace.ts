import { mkdtempSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A temporary folder in which the team works. */
export type Workspace = {
  readonly folder: string;
  /** A path beside the folder, where nobody has any business. */
  readonly outside: string;
  remove(): void;
};

const SEED: Readonly<Record<string, string>> = {
  "notes/market.md": "# Market\n\nDemand for repairs grew by a third. New sales are flat.\n",
  "private/customers.md": "# Customers\n\nThe three largest have asked for a repair contract.\n",
  "report/README.md": "Finished reports stand here.\n",
};

/** Makes a workspace with a few files in it. */
export function createWorkspace(): Workspace {
  const base = realpathSync(mkdtempSync(join(tmpdir(), "ambit-team-")));
  const folder = join(base, "workspace");
  for (const [path, text] of Object.entries(SEED)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return {
    folder,
    outside: join(base, "outside.md"),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}
