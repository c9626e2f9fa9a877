import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ROOT } from "./page.ts";

/** What a command came to. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder inside the workspace, where its packages resolve as they would for a user who installed them. */
export class Project {
  readonly folder: string = mkdtempSync(join(fileURLToPath(new URL(".", import.meta.url)), ".project-"));

  constructor() {
    this.write("package.json", '{ "private": true, "type": "module" }');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** Runs a TypeScript file of the folder, as `npx tsx` does. */
  run(file: string): Promise<Ended> {
    return this.#node([join(this.folder, file)]);
  }

  /** Runs `ambit` in the folder. */
  ambit(...args: readonly string[]): Promise<Ended> {
    return this.#node([`${ROOT}packages/cli/src/main.ts`, ...args]);
  }

  /** Runs a line of the page in the folder's shell. */
  shell(line: string): Promise<Ended> {
    return this.#spawn("sh", ["-c", line]);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #node(args: readonly string[]): Promise<Ended> {
    return this.#spawn(process.execPath, [
      "--conditions=@ambit/source",
      "--import",
      import.meta.resolve("tsx"),
      ...args,
    ]);
  }

  #spawn(file: string, args: readonly string[]): Promise<Ended> {
    const env = { ...process.env, NO_COLOR: "1", COLUMNS: "110" };
    return new Promise((resolve) => {
      execFile(file, args, { cwd: this.folder, env, timeout: 60_000 }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, stdout, stderr });
      });
    });
  }
}
