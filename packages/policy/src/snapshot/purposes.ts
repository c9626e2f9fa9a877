import { isPurpose, purposeWithin } from "@ambit/core";

import type { DefinitionSet } from "../model/policy-model.ts";
import type { RuleSet } from "../rule/rule.ts";

/** The registered purposes: all that a `g3` row or the `intent` column of a rule names. */
export class Purposes {
  readonly #registered = new Set<string>();

  constructor({ columns }: DefinitionSet, { rules, links }: RuleSet) {
    for (const [purpose, above] of links.get("g3") ?? []) {
      this.#add(purpose);
      this.#add(above);
    }
    const column = columns.indexOf("intent");
    if (column >= 0) for (const rule of rules) this.#add(rule.fields[column]);
  }

  /** Whether a purpose is registered or lies within a registered one. */
  has(purpose: string): boolean {
    if (!isPurpose(purpose)) return false;
    if (this.#registered.has(purpose)) return true;
    for (let slash = purpose.lastIndexOf("/"); slash > 0; slash = purpose.lastIndexOf("/", slash - 1)) {
      const above = purpose.slice(0, slash);
      if (this.#registered.has(above)) return purposeWithin(purpose, above);
    }
    return false;
  }

  /** Those that rules and `g3` rows name, sorted. */
  get all(): readonly string[] {
    return [...this.#registered].filter(isPurpose).toSorted();
  }

  #add(purpose: string | undefined): void {
    if (purpose !== undefined && purpose !== "" && purpose !== "*") this.#registered.add(purpose);
  }
}
