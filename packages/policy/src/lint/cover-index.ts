import type { RoleGraph } from "../role/role-graph.ts";
import type { ColumnTest } from "./column-test.ts";
import { columnCovers } from "./covers.ts";
import { denies, type LintedRule, type LintedSet } from "./linted-policy.ts";
import { widerPatterns } from "./pattern-covers.ts";

/** Up to so many patterns of a column are compared one by one; of more, only those that are usual are looked up. */
const COMPARED = 32;
/** So many rules are compared one by one before a branch is split by its next column. */
const SPLIT = 8;
/** What is looked at for one rule at most: the check of a whole policy takes time in proportion to its rules. */
const MOST_VISITS = 1000;

interface Branch {
  readonly rules: LintedRule[];
  below?: Map<string, Branch>;
}

/** Finds the rules that match whenever another one matches. In very large policies it may miss some, never find a wrong one. */
export class CoverIndex {
  readonly #tests: readonly ColumnTest[];
  readonly #roles: ReadonlyMap<string, RoleGraph>;
  readonly #root: Branch = { rules: [] };
  readonly #known: Map<string, readonly string[]>[];
  /** What is known of the texts of a column with few of them: whether one covers another. */
  readonly #answers = new Map<ColumnTest, Map<string, Map<string, boolean>>>();
  #visits = 0;

  constructor({ tests, rules }: LintedSet, roles: ReadonlyMap<string, RoleGraph>) {
    const counts = new Map(tests.map(({ slot }) => [slot, textsIn(slot, rules)]));
    this.#tests = bySelectivity(tests, counts, rules.length);
    for (const test of tests)
      if ((counts.get(test.slot) ?? 0) <= COMPARED) this.#answers.set(test, new Map());
    this.#known = this.#tests.map(() => new Map<string, readonly string[]>());
    this.#roles = roles;
    for (const rule of rules) this.#add(rule);
  }

  /** The rules that cover one, itself left out, in no order. */
  covering(rule: LintedRule): readonly LintedRule[] {
    const found: LintedRule[] = [];
    this.#visits = 0;
    this.#collect(this.#root, 0, { rule, found });
    return found;
  }

  /** Whether one rule matches whenever another one does. */
  covers(wide: LintedRule, narrow: LintedRule): boolean {
    return this.#coversFrom(0, wide, narrow);
  }

  #add(rule: LintedRule): void {
    let branch = this.#root;
    let level = 0;
    while (branch.below !== undefined) branch = this.#below(branch.below, rule, level++);
    if (
      level === this.#tests.length &&
      branch.rules.filter((one) => denies(one) === denies(rule)).length > SPLIT
    )
      return; // one more of the same: the others say all that can be said
    branch.rules.push(rule);
    if (branch.rules.length <= SPLIT || level === this.#tests.length) return;
    const below = new Map<string, Branch>();
    for (const one of branch.rules.splice(0)) this.#below(below, one, level).rules.push(one);
    branch.below = below;
  }

  #below(below: Map<string, Branch>, { fields }: LintedRule, level: number): Branch {
    const field = fields[this.#tests[level]?.slot ?? -1] ?? "";
    let branch = below.get(field);
    if (branch === undefined) {
      branch = { rules: [] };
      below.set(field, branch);
    }
    return branch;
  }

  #collect(
    { rules, below }: Branch,
    level: number,
    into: { readonly rule: LintedRule; readonly found: LintedRule[] },
  ): void {
    for (const one of rules) {
      if (++this.#visits > MOST_VISITS) return;
      if (one !== into.rule && this.#coversFrom(level, one, into.rule)) into.found.push(one);
    }
    if (below === undefined) return;
    for (const branch of this.#wider(below, level, into.rule)) this.#collect(branch, level + 1, into);
  }

  #coversFrom(level: number, wide: LintedRule, narrow: LintedRule): boolean {
    for (let at = level; at < this.#tests.length; at++) {
      const test = this.#tests[at] as ColumnTest;
      if (!this.#covers(test, wide.fields[test.slot] ?? "", narrow.fields[test.slot] ?? "")) return false;
    }
    return true;
  }

  /** The branches whose text covers that of a rule. */
  #wider(below: ReadonlyMap<string, Branch>, level: number, rule: LintedRule): readonly Branch[] {
    const test = this.#tests[level];
    if (test === undefined) return [];
    const field = rule.fields[test.slot] ?? "";
    // of names the usual texts are all that there are
    const compared = test.kind.type === "pattern" && below.size <= COMPARED;
    const texts = compared ? below.keys() : this.#usual(test, field, level);
    const found: Branch[] = [];
    for (const text of texts) {
      const branch = below.get(text);
      if (branch !== undefined && this.#covers(test, text, field)) found.push(branch);
    }
    return found;
  }

  #covers(test: ColumnTest, wide: string, narrow: string): boolean {
    if (wide === narrow) return true;
    const answers = this.#answers.get(test);
    const known = answers?.get(wide);
    const answer = known?.get(narrow) ?? columnCovers(test, [wide, narrow], this.#roles);
    if (known === undefined) answers?.set(wide, new Map([[narrow, answer]]));
    else known.set(narrow, answer);
    return answer;
  }

  /** The texts that might cover one. */
  #usual(test: ColumnTest, field: string, level: number): readonly string[] {
    const known = this.#known[level];
    const kept = known?.get(field);
    if (kept !== undefined) return kept;
    const usual = [...new Set([field, ...test.open, ...this.#named(test, field)])];
    known?.set(field, usual);
    return usual;
  }

  #named({ kind }: ColumnTest, field: string): readonly string[] {
    if (kind.type === "pattern") return widerPatterns(kind.function, field);
    if (kind.type !== "role" || kind.domains) return [];
    return this.#roles.get(kind.role)?.rolesOf(field, undefined) ?? [];
  }
}

function textsIn(slot: number, rules: readonly LintedRule[]): number {
  const texts = new Set<string | undefined>();
  for (const { fields } of rules) texts.add(fields[slot]);
  return texts.size;
}

/** Names before patterns, and of each the columns with many texts first. */
function bySelectivity(
  tests: readonly ColumnTest[],
  counts: ReadonlyMap<number, number>,
  rules: number,
): readonly ColumnTest[] {
  const weight = ({ slot, kind }: ColumnTest): number => {
    const texts = counts.get(slot) ?? 0;
    return kind.type === "pattern" ? texts / rules - 1 : texts;
  };
  return tests.toSorted((a, b) => weight(b) - weight(a));
}
