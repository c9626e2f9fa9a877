import type { PolicyRequest } from "@ambit/core";

import { RequestValues } from "../decision/request-values.ts";
import { type Asked, askedOf } from "../explain/asked.ts";
import { ClauseReader } from "../explain/clause-reader.ts";
import { type Node, walk } from "../expression/node.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import type { Rule, RuleSet } from "../rule/rule.ts";
import type { PolicyParts } from "../snapshot/policy-parts.ts";
import { type PolicySnapshot, toSnapshot } from "../snapshot/policy-snapshot.ts";
import { toScope, toShared } from "../snapshot/scope.ts";

/** A policy as its tests see it: its decisions, and what they are made of. */
export class TestedPolicy {
  readonly snapshot: PolicySnapshot;
  readonly rules: readonly Rule[];
  /** Asks the clauses of the matcher, as an explanation does. */
  readonly reader: ClauseReader;
  /** Whether rules can tell purposes apart. */
  readonly readsPurpose: boolean;
  readonly #calls: DefinitionSet;
  readonly #links: RuleSet["links"];
  readonly #values: RequestValues;

  constructor(parts: PolicyParts) {
    const { model, rules, options } = parts;
    const { calls } = model;
    this.#calls = calls;
    this.#links = rules.links;
    this.snapshot = toSnapshot(parts);
    this.rules = rules.rules;
    this.readsPurpose = calls.requestTokens.includes("intent");
    this.#values = new RequestValues(calls.requestTokens, true);
    const scope = toScope(calls, rules.rules, toShared(model, rules, options.functions));
    this.reader = new ClauseReader(calls.matcher, scope);
  }

  /** The questions of a request. */
  questionsOf(request: PolicyRequest): readonly Asked[] {
    return askedOf(request, this.#values);
  }

  /** All purposes that rules name. */
  get purposes(): readonly string[] {
    const column = this.#calls.columns.indexOf("intent");
    const named = column < 0 ? [] : this.rules.map(({ fields }) => fields[column] ?? "");
    const linked = this.#links.get("g3") ?? [];
    return [...new Set([...named, ...linked.flat()])]
      .filter((purpose) => this.snapshot.hasPurpose(purpose))
      .toSorted();
  }

  /** The names that `g` rows give a role and that are no role themselves. */
  get holders(): readonly string[] {
    const links = this.#links.get("g") ?? [];
    const roles = new Set(links.map(([, role]) => role));
    return [...new Set(links.map(([name = ""]) => name))].filter((name) => !roles.has(name)).toSorted();
  }

  /** The patterns that rules hold a resource against. */
  get resourcePatterns(): readonly string[] {
    const columns = new Set(this.#comparedWithResource(this.#calls.matcher.node));
    return [
      ...new Set(this.rules.flatMap(({ fields }) => [...columns].map((column) => fields[column] ?? ""))),
    ];
  }

  /** The texts of rules that read attributes of calls: conditions. */
  get conditions(): readonly string[] {
    const texts = new Set(this.rules.flatMap(({ fields }) => fields));
    return [...texts].filter((text) => /\b(?:args|env|subject)\./u.test(text));
  }

  /** The columns of rules that stand in an expression. */
  #columnsIn(node: Node): readonly number[] {
    const columns = this.#calls.columns;
    const found = [...walk(node)].flatMap((part) => {
      const at =
        part.type === "Identifier" && part.name.startsWith("p_") ? columns.indexOf(part.name.slice(2)) : -1;
      return at < 0 ? [] : [at];
    });
    return [...new Set(found)];
  }

  #comparedWithResource(node: Node): readonly number[] {
    return [...walk(node)].flatMap((part) => {
      if (part.type !== "CallExpression" && part.type !== "BinaryExpression") return [];
      const names = [...walk(part)].flatMap((each) => (each.type === "Identifier" ? [each.name] : []));
      return names.includes("r_res") || names.includes("r_obj") ? this.#columnsIn(part) : [];
    });
  }
}
