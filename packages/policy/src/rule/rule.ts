import type { Obligation, RuleRef } from "@ambit/core";

/** One `p` or `p2` row of the policy. */
export interface Rule {
  /** Fields in the order of the definition, without the ptype. */
  readonly fields: readonly string[];
  readonly ref: RuleRef;
  readonly obligations: readonly Obligation[];
}

/** The rules and links of a policy, in casbin's order of evaluation. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** The rules for edges: `p2` rows. */
  readonly edges: readonly Rule[];
  /** Per role definition: the names of each row. */
  readonly links: ReadonlyMap<string, readonly (readonly string[])[]>;
}
