import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readLedger, verifyLedger } from "@ambit/ledger";

/** What a program came to. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A change of one file: `from` stands in it once. */
export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** A copy of an example inside its own folder, where its packages resolve, to run and to change. */
export class ExampleCopy {
  readonly folder: string;

  constructor(example: string, edits: readonly Edit[] = []) {
    this.folder = mkdtempSync(join(example, ".project-"));
    for (const name of ["main.ts", "model.ts", "package.json", "policy"]) {
      cpSync(join(example, name), join(this.folder, name), { recursive: true });
    }
    for (const edit of edits) this.#edit(edit);
  }

  /** Runs the program as `start` of its package does. */
  run(): Promise<Ended> {
    const tsx = import.meta.resolve("tsx");
    const args = ["--conditions=@ambit/source", "--import", tsx, join(this.folder, "main.ts")];
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: this.folder, timeout: 60_000 }, (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, out, err });
      });
    });
  }

  /** The decisions of its runs, sorted: calls of one turn are decided side by side. Throws unless the ledger is whole. */
  async decided(): Promise<readonly string[]> {
    const ledger = join(this.folder, ".ambit");
    const { ok, runs } = await verifyLedger(ledger);
    if (!ok || runs.some(({ closed }) => !closed)) throw new Error("the ledger is not whole");
    const { records } = await readLedger(ledger);
    return records
      .filter((record) => record.type === "decision")
      .map(
        ({ actors, resources = [], reason = "ok" }) => `${actors.join(">")} ${resources.join(" ")} ${reason}`,
      )
      .toSorted();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #edit({ file, from, to }: Edit): void {
    const path = join(this.folder, file);
    const text = readFileSync(path, "utf8");
    if (text.split(from).length !== 2) throw new Error(`${file} does not have once: ${from}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
}

/** Copies of one example, to be removed together. */
export class ExampleCopies {
  readonly #example: string;
  readonly #made: ExampleCopy[] = [];

  constructor(example: string) {
    this.#example = example;
  }

  with(...edits: readonly Edit[]): ExampleCopy {
    const copy = new ExampleCopy(this.#example, edits);
    this.#made.push(copy);
    return copy;
  }

  remove(): void {
    for (const copy of this.#made) copy.remove();
  }
}

/** What an example's page says that it prints. */
export function outputOf(example: string): string {
  const page = readFileSync(join(example, "README.md"), "utf8");
  const [, output] = /^```text output\n([^]*?)^```$/mu.exec(page) ?? [];
  if (output === undefined) throw new Error(`${example} has no output`);
  return output;
}
