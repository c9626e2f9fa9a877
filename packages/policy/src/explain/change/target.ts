import type { JsonValue } from "@ambit/core";

import { compileMatcher } from "../../expression/compile.ts";
import type { Node } from "../../expression/node.ts";
import type { Rule } from "../../rule/rule.ts";
import type { Asked } from "../asked.ts";
import type { CompiledClause } from "../clause-reader.ts";
import { clauseHolds } from "../rank-rules.ts";
import { type CallEdit, type ColumnEdit, type Edit, WEIGHT } from "./edit.ts";
import type { Situation } from "./situation.ts";

/** One rule of a situation, and the question that it is asked. */
export class Target {
  readonly situation: Situation;
  readonly rule: Rule;
  readonly asked: Asked;

  constructor(situation: Situation, rule: Rule, asked: Asked) {
    this.situation = situation;
    this.rule = rule;
    this.asked = asked;
  }

  holds(clause: Pick<CompiledClause, "program">, edits: readonly Edit[] = []): boolean {
    let { fields } = this.rule;
    for (const edit of edits) if (edit.kind === "column") fields = fields.with(edit.column, edit.to);
    const calls = edits.filter((edit) => edit.kind === "call");
    const question = calls.length === 0 ? this.asked.question : this.situation.askedAgain(this.asked, calls);
    return clauseHolds(clause, fields, question);
  }

  /** The value of a part of the matcher; undefined when it throws. */
  valueOf(node: Node | undefined): unknown {
    if (node === undefined) return undefined;
    const { values, extra } = this.asked.question;
    try {
      return compileMatcher(node, this.situation.scope)(values, this.rule.fields, extra);
    } catch {
      return undefined;
    }
  }

  /** The slot of the rule's column that a node names. */
  columnOf(node: Node | undefined): number | undefined {
    return node?.type === "Identifier" ? this.situation.scope.rule.get(node.name) : undefined;
  }

  /** The request token that a node names, without prefix. */
  tokenOf(node: Node | undefined): string | undefined {
    if (node?.type !== "Identifier" || !this.situation.scope.request.has(node.name)) return undefined;
    return node.name.replace(/^r\d*_/u, "");
  }

  /** Another text in a column, in place: the rule matches all that it matched. */
  widen(column: number, to: string | undefined, weight: number): readonly ColumnEdit[] {
    return to === undefined ? [] : [this.#column(column, { to, inPlace: true, weight })];
  }

  /** Another text in a column, in a copy of the rule. */
  copy(column: number, to: unknown): readonly ColumnEdit[] {
    return typeof to === "string" && to !== ""
      ? [this.#column(column, { to, inPlace: false, weight: WEIGHT.copy })]
      : [];
  }

  #column(column: number, edit: Pick<ColumnEdit, "to" | "inPlace" | "weight">): ColumnEdit {
    return { kind: "column", rule: this.situation.originOf(this.rule), column, ...edit };
  }
}

/** Another value in the call; none when there is no other. */
export function callEdit(name: string, from: unknown, to: JsonValue | undefined): readonly CallEdit[] {
  if (to === undefined || to === from) return [];
  return [{ kind: "call", name, from: from as JsonValue | undefined, to, weight: WEIGHT.call }];
}
