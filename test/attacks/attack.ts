import type { CodeName } from "@ambit/core";
import { describe } from "vitest";

/** One attack: what is wanted, and what it gets. `SECURITY.md` has a row for each. */
export interface Attack {
  /** What the attacker wants, after the words "the attacker wants". */
  readonly wants: string;
  /**
   * The reasons for which it is refused. `runs as decided`: what runs is what was decided, and nothing else. `is not
   * offered`: the model never learns of it.
   */
  readonly expected: CodeName | readonly CodeName[] | "runs as decided" | "is not offered";
  /** Numbers in the checklist of known ways round an authorization in LangChain, 1 to 27. */
  readonly checklist?: number | readonly number[];
}

/** What code in the same process can do all the same, after the words "it can". `SECURITY.md` has a line for each. */
export interface Possible {
  readonly does: string;
}

/** The tests of one attack: one file has one. Its properties are literals, since they are read from the source. */
export function attack({ wants }: Attack, tests: () => void): void {
  describe(`the attacker wants ${wants}`, () => {
    tests();
  });
}

/** Tests that show what remains possible to hostile code in the same process. */
export function hostile({ does }: Possible, tests: () => void): void {
  describe(`hostile code in the process can ${does}`, () => {
    tests();
  });
}
