import type { JsonValue, ValueSource } from "@ambit/core";

import type { Denial } from "../decision/denial.ts";

/** One operand of the matcher's top-level `&&`, asked of one rule. */
export interface Clause extends ClausePart {
  /** Whether it holds for any request, as `p.tool == "*"` does for a rule with a star. */
  readonly always: boolean;
  /** What each `g` of the clause knows of its first name; the name itself is the first. */
  readonly roles?: readonly HeldRoles[];
  /** The operands of the rule's own condition, where the clause evaluates one. */
  readonly parts?: readonly ClausePart[];
}

/** A test, whether it holds, and the values that it read. */
export interface ClausePart {
  /** As it stands in the model or in the rule. */
  readonly text: string;
  readonly holds: boolean;
  /** In order of appearance, each name once; what the call does not have is left out. */
  readonly values: readonly ClauseValue[];
  /** Why it holds for nobody: it threw. */
  readonly fault?: Denial;
}

/** A value that a test read: of the request (`r.act`), of the rule (`p.act`), of the call (`args.amount`). */
export interface ClauseValue {
  readonly name: string;
  readonly value: JsonValue;
  /** Where the test asks for it: the places that it comes from, the best first. */
  readonly sources?: readonly ValueSource[];
}

/** Whether the name of a value is that of a rule's column: `p.act`. */
export function isColumn(name: string): boolean {
  return /^p\d*\./u.test(name);
}

/** The roles of a name by one role definition. */
export interface HeldRoles {
  /** `g`, `g2` … */
  readonly definition: string;
  readonly name: string;
  readonly held: readonly string[];
}
