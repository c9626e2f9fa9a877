import type { Model } from "casbin";

import type { Node } from "../expression/node.ts";

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

/** The definitions that decide one kind of question together: `r p e m`, or `r2 p2 e2 m2`. */
export interface DefinitionSet {
  /** `r` or `r2`. */
  readonly rtype: string;
  /** `p` or `p2`: what the rows of its rules start with. */
  readonly ptype: string;
  /** Without prefix, in the order of the definition. */
  readonly requestTokens: readonly string[];
  /** The columns of a rule, without prefix. */
  readonly columns: readonly string[];
  /** Casbin's escaped text. */
  readonly effect: string;
  readonly matcher: Matcher;
  readonly patterns: readonly PatternColumn[];
  /** The names that matcher and evaluated rules may use. */
  readonly names: Names;
}

/** A linted casbin model. */
export interface PolicyModel {
  /** Decides calls. */
  readonly calls: DefinitionSet;
  /** Decides what edges carry; undefined in a model without `r2`. */
  readonly edges: DefinitionSet | undefined;
  /** Number of names in a row, per role definition. */
  readonly roles: ReadonlyMap<string, number>;
  readonly casbin: Model;
}

/** The names that one matcher may use, with casbin's prefix: `r_sub`, `p_sub`. */
export interface Names {
  readonly request: ReadonlySet<string>;
  readonly rule: ReadonlySet<string>;
  readonly roles: ReadonlyMap<string, number>;
  /** Number of values per function of the application. */
  readonly functions: ReadonlyMap<string, number>;
}
