import { vi } from "vitest";
import { runProgram } from "../src/command/program.ts";
import type { Ended } from "./run-cli.ts";

/** Runs the program in this process, without colours; what it says on standard error is kept too. */
export async function runHere(args: readonly string[]): Promise<Ended> {
  const out: string[] = [];
  let err = "";
  const onError = vi
    .spyOn(console, "error")
    .mockImplementation((text: unknown) => void (err += `${String(text)}\n`));
  const onWrite = vi
    .spyOn(process.stderr, "write")
    .mockImplementation((text) => (err += String(text)) !== "");
  try {
    const terminal = { print: (text: string) => void out.push(text), color: false, columns: 100 };
    const code = await runProgram(args, terminal);
    return { code, out: out.join("\n"), err };
  } finally {
    onError.mockRestore();
    onWrite.mockRestore();
  }
}
