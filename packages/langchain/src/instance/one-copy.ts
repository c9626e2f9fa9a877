import { AmbitError } from "@ambit/core";

/** Shared by all copies of this module in one process. */
const MARK = Symbol.for("ambit.langchain");

/**
 * Marks this copy of the package as the one of the process.
 *
 * Two physical copies would not share frames: tools sealed by one would see no run of the other. Throws `installed_twice`
 * with both addresses. Loading the same file again (a test runner, a hot reload) is no second copy.
 */
export function claimProcess(url: string): void {
  const own = url.replace(/[?#].*$/u, "");
  const marks = globalThis as { [MARK]?: string };
  const first = marks[MARK];
  if (first === undefined) Object.defineProperty(marks, MARK, { value: own });
  else if (first !== own) throw new AmbitError("installed_twice", { first, second: own });
}
