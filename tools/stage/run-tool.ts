import { spawn } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** The root of the workspace. */
export const ROOT: string = join(import.meta.dirname, "../..");

/** How a tool ended and what it wrote. */
export type ToolRun = { readonly code: number; readonly stdout: string; readonly output: string };

/** Runs a program in the workspace's root with no input, and collects what it writes. */
export function run(command: string, args: readonly string[], seconds: number): Promise<ToolRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: seconds * 1000,
    });
    let stdout = "";
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (signal !== null) output += `\n${command} was stopped by ${signal} (limit: ${seconds} s)\n`;
      // Some tools colour their text in CI whatever NO_COLOR says.
      const plain = stripVTControlCharacters;
      resolve({ code: code ?? 1, stdout: plain(stdout), output: plain(output) });
    });
  });
}

/** Runs an installed tool of the workspace by its command name. */
export function runTool(name: string, args: readonly string[], seconds = 300): Promise<ToolRun> {
  return run(join(ROOT, "node_modules/.bin", name), args, seconds);
}

/** Runs one of our own TypeScript programs from the sources. */
export function runSource(file: string, args: readonly string[], seconds = 300): Promise<ToolRun> {
  return runTool("tsx", ["--conditions=@ambit/source", file, ...args], seconds);
}
