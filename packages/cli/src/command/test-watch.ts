import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { failure } from "./failure.ts";
import type { Terminal } from "./terminal.ts";

/** Editors write a file in several steps: what comes within this time is one change. */
const SETTLED_MS = 100;
const POLICY_FILE = /\.(?:conf|csv|ya?ml)$/u;

/** What is watched, and what is run on each change. */
export interface Watched {
  readonly folder: string;
  readonly files: readonly string[];
  readonly run: () => Promise<ExitCode>;
}

/** Runs at once and after each change of a policy or test file, until SIGINT; a policy that does not load ends nothing. */
export async function watchPolicy({ folder, files, run }: Watched, terminal: Terminal): Promise<ExitCode> {
  const changes = new Changes();
  const folders = new Set([folder, ...files.map((file) => dirname(file))]);
  const watchers = [...folders].map((each) => changes.watch(each));
  const interrupted = (): void => changes.end();
  process.once("SIGINT", interrupted);
  try {
    do {
      await runSafely(run);
      terminal.print("   watching, Ctrl-C ends");
    } while (await changes.next());
  } finally {
    process.off("SIGINT", interrupted);
    for (const watcher of watchers) watcher.close();
  }
  return EXIT.fine;
}

async function runSafely(run: Watched["run"]): Promise<void> {
  try {
    await run();
  } catch (error) {
    failure(error);
  }
}

/** Changes of files, many of which may come as one. */
class Changes {
  #changed = false;
  #ended = false;
  #wake: () => void = () => undefined;

  /** Watches a folder and what lies below it. */
  watch(folder: string): FSWatcher {
    return watch(folder, { recursive: true }, (_event, name) => {
      if (name !== null && !POLICY_FILE.test(name)) return;
      this.#changed = true;
      this.#wake();
    }).on("error", () => this.end());
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** True after the next change, which may have come already; false when it is over. */
  async next(): Promise<boolean> {
    while (!this.#changed && !this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (!this.#ended) await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    this.#changed = false;
    return !this.#ended;
  }
}
