import { parseArgs } from "node:util";

type FlagOption = { readonly type: "boolean"; readonly help: string };
type TextOption = {
  readonly type: "string";
  readonly help: string;
  readonly default?: string;
  readonly choices?: readonly string[];
};
type NumberOption = {
  readonly type: "number";
  readonly help: string;
  readonly default: number;
  readonly min?: number;
};
type Options = Readonly<Record<string, FlagOption | TextOption | NumberOption>>;

type Value<O> = O extends FlagOption
  ? boolean
  : O extends NumberOption
    ? number
    : O extends { readonly default: string }
      ? string
      : string | undefined;

/** Option values by name, as one command declared them. */
export type Values<O extends Options> = { readonly [Name in keyof O]: Value<O[Name]> };

/** A command of this workspace: its name, what it does, its options. It takes no positionals. */
export type Command<O extends Options> = {
  readonly name: string;
  readonly summary: string;
  readonly options: O;
};

/** Arguments that a command does not understand; the command exits with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

function numberOf(name: string, option: NumberOption, text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const min = option.min ?? 0;
  if (!Number.isFinite(value) || value < min) throw new UsageError(`--${name} takes a number >= ${min}`);
  return value;
}

function valueOf(name: string, option: Options[string], given: unknown): unknown {
  if (option.type === "boolean") return given === true;
  if (option.type === "number")
    return typeof given === "string" ? numberOf(name, option, given) : option.default;
  const text = typeof given === "string" ? given : option.default;
  if (text !== undefined && option.choices !== undefined && !option.choices.includes(text)) {
    throw new UsageError(`--${name} is one of ${option.choices.join(", ")}`);
  }
  return text;
}

/**
 * Option values of one command line.
 *
 * Strips one leading `--`, which pnpm leaves in place. Throws `UsageError` for an unknown option, a stray
 * positional or a value outside the option's range.
 */
export function readArguments<O extends Options>(command: Command<O>, argv: readonly string[]): Values<O> {
  const args = argv[0] === "--" ? argv.slice(1) : [...argv];
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => [
      name,
      { type: option.type === "boolean" ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  const given = parse(args, options);
  const values = Object.entries(command.options).map(([name, option]) => [
    name,
    valueOf(name, option, given[name]),
  ]);
  return Object.fromEntries(values) as Values<O>;
}

function parse(
  args: string[],
  options: Record<string, { type: "boolean" | "string" }>,
): Readonly<Record<string, unknown>> {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : "unreadable arguments");
  }
}

/** The help text of a command. */
export function usage(command: Command<Options>): string {
  const lines = Object.entries(command.options).map(([name, option]) => {
    const preset = "default" in option ? ` (${option.default})` : "";
    return `  --${name.padEnd(12)} ${option.help}${preset}`;
  });
  return [`${command.name}: ${command.summary}`, ...lines].join("\n");
}

/** One line with the values that a command will work with. */
export function effective<O extends Options>(command: Command<O>, values: Values<O>): string {
  const shown = Object.entries(values).map(([name, value]) => `${name}=${JSON.stringify(value) ?? "-"}`);
  return [`${command.name}:`, ...shown].join(" ");
}

/**
 * Reads the process's arguments, prints the effective values and runs the command.
 *
 * The exit code is what `main` returns, 2 for wrong usage, 1 when `main` throws.
 */
export function runCommand<O extends Options>(
  command: Command<O>,
  main: (values: Values<O>) => Promise<number>,
): void {
  const argv = process.argv.slice(2);
  if (argv.includes("--help") || argv.includes("-h")) {
    console.log(usage(command));
    return;
  }
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(); // the reader has seen enough, as in `| head`
  });
  const run = async (): Promise<number> => {
    const values = readArguments(command, argv);
    console.log(effective(command, values));
    return main(values);
  };
  run().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const wrongUsage = error instanceof UsageError;
      console.error(wrongUsage ? `${command.name}: ${error.message}\n\n${usage(command)}` : error);
      process.exitCode = wrongUsage ? 2 : 1;
    },
  );
}
