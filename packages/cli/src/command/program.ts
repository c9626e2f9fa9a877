import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { doctor, type DoctorFlags } from "./doctor.ts";
import { explain, type ExplainFlags } from "./explain.ts";
import { failure } from "./failure.ts";
import { lint, type LintFlags } from "./lint.ts";
import type { Terminal } from "./terminal.ts";
import { test, type TestFlags } from "./test.ts";
import { trace, type TraceFlags } from "./trace.ts";
import { verify, type VerifyFlags } from "./verify.ts";
import { version } from "./version.ts";

const JSON_FLAG = ["--json", "print JSON"] as const;
const WITH_FLAG = [
  "--with <module>",
  "a module that exports the functions of the matcher or the schemas of tools",
] as const;

/** Runs the program on its arguments and gives its exit code; never throws. */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  // pnpm leaves a leading `--` in place
  const args = argv[0] === "--" ? argv.slice(1) : argv;
  let code: ExitCode = EXIT.fine;
  const program = createProgram(terminal, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    return failure(error);
  }
}

function createProgram(terminal: Terminal, end: (code: ExitCode) => void): Command {
  const program = new Command("ambit")
    .description(
      "What LangChain agents may do: check the policy and the set-up, show and verify what was done.",
    )
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .configureOutput({ writeOut: (text) => terminal.print(text.trimEnd()) })
    .exitOverride();
  program
    .command("trace")
    .description("print the delegation tree of each run")
    .argument("<ledger>", "a ledger file or folder")
    .option("--run <id>", "only the run whose id begins so")
    .option("--brief", "edges, intents and calls: what was removed and what was denied, on one screen")
    .option(...JSON_FLAG)
    .action(async (ledger: string, flags: TraceFlags) => end(await trace(ledger, flags, terminal)));
  program
    .command("verify")
    .description("check that every record is as it was written (exit code 4: it is not)")
    .argument("<ledger>", "a ledger file or folder")
    .option(...JSON_FLAG)
    .action(async (ledger: string, flags: VerifyFlags) => end(await verify(ledger, flags, terminal)));
  program
    .command("doctor")
    .description("check versions, policy, ledger and agents; list what holds each tool, and what is missing")
    .argument("[module]", "a module that exports agents")
    .option("--policy <folder>", "the policy folder (default: policy, if there is one)")
    .option("--ledger <path>", "the ledger, for failed reloads (default: .ambit, if there is one)")
    .option("--fix", "print the missing manifest entries, guessed; write nothing")
    .option(...WITH_FLAG)
    .option(...JSON_FLAG)
    .action(async (module: string | undefined, flags: DoctorFlags) =>
      end(await doctor(module, flags, terminal)),
    );
  addLint(program, terminal, end);
  addTest(program, terminal, end);
  addExplain(program, terminal, end);
  for (const command of [program, ...program.commands]) explainErrors(command);
  return program;
}

function addLint(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command("lint")
    .description("find what is wrong with a policy, or dangerous (exit code 3: it does not compile)")
    .argument("[folder]", "the policy folder", "policy")
    .option("--fix", "correct what can only be a misspelling")
    .option("--max-warnings <number>", "end with 1 when there are more warnings", wholeNumber)
    .addOption(
      new Option("--reporter <name>", "how to print")
        .choices(["pretty", "json", "sarif", "github"])
        .default("pretty"),
    )
    .option(...WITH_FLAG)
    .option(...JSON_FLAG)
    .action(async (folder: string, flags: LintFlags) => end(await lint(folder, flags, terminal)));
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError("a whole number from 0 on is needed");
  return Number(text);
}

function addTest(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command("test")
    .description("run the policy's tests (exit code 1: one failed, or coverage is below its threshold)")
    .argument("[folder]", "the policy folder", "policy")
    .argument("[files...]", "test files (default: all *.test.yaml of the folder)")
    .option("--filter <text>", "only tests with this text in their name")
    .option("--coverage", "show which rules and clauses the tests exercise")
    .option("--min-rules <percent>", "least coverage of rules", percent)
    .option("--min-clauses <percent>", "least coverage of clauses", percent)
    .option("--lcov <file>", "write the coverage as lcov")
    .addOption(
      new Option("--reporter <name>", "how to print").choices(["pretty", "json", "junit"]).default("pretty"),
    )
    .option(...WITH_FLAG)
    .option(...JSON_FLAG)
    .option("--watch", "run again when a file of the policy changes")
    .action(async (folder: string, files: string[], flags: TestFlags) =>
      end(await test(folder, files, { flags, terminal })),
    );
}

function percent(text: string): number {
  if (!/^\d{1,3}$/u.test(text) || Number(text) > 100)
    throw new InvalidArgumentError("a whole number from 0 to 100 is needed");
  return Number(text);
}

function addExplain(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command("explain")
    .description("say why a call is decided as it is and what would change it, or what a code means")
    .argument("[what]", "a code, a reason, or with --ledger the beginning of a decision's id")
    .option("--call <json>", "the call: JSON, @file, or - for standard input")
    .option("--ledger <path>", "the ledger that holds the decision")
    .option("--policy <folder>", "the policy folder", "policy")
    .option("--full", "all rules, clauses and values")
    .option(...WITH_FLAG)
    .option(...JSON_FLAG)
    .action(async (what: string | undefined, flags: ExplainFlags) =>
      end(await explain(what, flags, terminal)),
    );
}

/** Says after a wrong command line how the right one looks. */
function explainErrors(command: Command): void {
  const name = command.parent === null ? "ambit" : `ambit ${command.name()}`;
  command
    .exitOverride()
    .showHelpAfterError(`usage: ${name} ${command.usage()}\n(\`${name} --help\` says more)`);
}
