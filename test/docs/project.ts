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

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #node(args: readonly string[]): Promise<Ended> {
    const command = ["--conditions=@ambit/source", "--import", import.meta.resolve("tsx"), ...args];
    const options = {
      cwd: this.folder,
      env: { ...process.env, NO_COLOR: "1", COLUMNS: "110" },
      timeout: 60_000,
    };
    return new Promise((resolve) => {
      execFile(process.execPath, command, options, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, stdout, stderr });
      });
    });
  }
}
