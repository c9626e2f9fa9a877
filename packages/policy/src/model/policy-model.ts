import type { Model } from "casbin";

import type { Node } from "../expression/node.ts";
import type { Definition } from "./definition.ts";

/** A matcher, parsed from casbin's own escaped text. */
export interface Matcher {
  readonly node: Node;
  /** The operands of the top-level `&&`; one, when it cannot be split. */
  readonly conjuncts: readonly Conjunct[];
}

/** One operand of the matcher's top-level `&&`. */
export interface Conjunct {
  /** As it stands in the model file. */
  readonly text: string;
  readonly node: Node;
}

/** A column whose texts a function of the matcher compiles. */
export interface PatternColumn {
  /** With casbin's prefix: `p_when`. */
  readonly column: string;
  readonly function: string;
}

/** A linted casbin model. */
export interface PolicyModel {
  /** Without prefix, in the order of the definition. */
  readonly requestTokens: readonly string[];
  /** Per ptype, without prefix. */
  readonly ruleTokens: ReadonlyMap<string, readonly string[]>;
  /** Number of names in a row, per role definition. */
  readonly roles: ReadonlyMap<string, number>;
  /** Casbin's escaped text. */
  readonly effect: string;
  readonly matcher: Matcher;
  readonly patterns: readonly PatternColumn[];
  readonly casbin: Model;
}

/** What the checks of a model need to know. */
export interface Declared {
  readonly request: ReadonlySet<string>;
  readonly rule: ReadonlySet<string>;
  readonly roles: ReadonlyMap<string, number>;
  readonly definition: Definition;
}
