/** Where a command prints to, and how. */
export interface Terminal {
  /** Prints text and a line feed. */
  print(text: string): void;
  readonly color: boolean;
  readonly columns: number;
}

const NARROWEST = 72;
const WIDEST = 100;

/** The process's standard output; `NO_COLOR` and `FORCE_COLOR` decide before what it is connected to. */
export function processTerminal(): Terminal {
  const { stdout, env } = process;
  const isTerminal = Boolean(stdout.isTTY); // absent, not false, where it is none
  return {
    print: (text) => void stdout.write(`${text}\n`),
    color: wantsColor(env, isTerminal && env["TERM"] !== "dumb"),
    columns: Math.min(WIDEST, Math.max(NARROWEST, isTerminal ? stdout.columns : WIDEST)),
  };
}

function wantsColor(env: NodeJS.ProcessEnv, terminal: boolean): boolean {
  const { NO_COLOR: no = "", FORCE_COLOR: force } = env;
  if (no !== "") return false;
  if (force !== undefined) return force !== "0" && force !== "false";
  return terminal;
}
