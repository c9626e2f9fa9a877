import { runProgram } from "./command/program.ts";
import { processTerminal } from "./command/terminal.ts";
import { EXIT } from "./exit-code.ts";

// A reader that has seen enough (`ambit trace … | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? EXIT.fine : EXIT.internal);
});

// An exported agent may keep its process alive: end it once everything is printed.
void runProgram(process.argv.slice(2), processTerminal()).then((code) => {
  process.stdout.write("", () => process.exit(code));
});
