import type { ToolEntry } from "@ambit/core";

import { type ArgumentRead, argumentReads } from "../condition/argument-reads.ts";
import type { Scope } from "../expression/compile.ts";
import { compilePartial } from "../expression/partial.ts";
import { FileFindings } from "../finding/file-findings.ts";
import type { Finding } from "../finding/finding.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import { placeInField } from "../rule/row.ts";
import type { Rule } from "../rule/rule.ts";
import type { PolicyText } from "../source/policy-source.ts";
import { type Applicable, readFault } from "./check-read.ts";
import type { KnownSchemas } from "./known-schemas.ts";

/** A linted policy, as far as its conditions are checked. */
export interface Conditions {
  readonly set: DefinitionSet;
  readonly scope: Scope;
  readonly rules: readonly Rule[];
  readonly tools: ReadonlyMap<string, ToolEntry>;
  /** The text of the rules, for places. */
  readonly text: PolicyText;
}

/**
 * Checks what the conditions of rules read of arguments against the schemas of the tools that each rule may apply to.
 *
 * A rule that may apply to a tool whose schema is not known is left alone.
 */
export function checkConditions(conditions: Conditions, schemas: KnownSchemas): readonly Finding[] {
  const { set, rules, text } = conditions;
  const findings = new FileFindings(text.file);
  if (schemas.size === 0) return findings.found;
  const applicable = applicability(conditions, schemas);
  const lines = text.text.split("\n");
  for (const slot of conditionSlots(set)) {
    const readsOf = reader();
    for (const rule of rules) {
      const reads = readsOf(rule.fields[slot] ?? "");
      const tools = reads.length === 0 ? [] : applicable(rule);
      if (tools.length === 0) continue;
      for (const read of reads) report(read, { rule, tools, slot, lines }, findings);
    }
  }
  return findings.found;
}

/** The columns whose texts `when` compiles. */
function conditionSlots({ patterns, columns, ptype }: DefinitionSet): readonly number[] {
  return patterns
    .filter((pattern) => pattern.function === "when")
    .map(({ column }) => columns.indexOf(column.slice(ptype.length + 1)));
}

/** Many rules share a condition: each is read once. */
function reader(): (text: string) => readonly ArgumentRead[] {
  const known = new Map<string, readonly ArgumentRead[]>();
  return (text) => {
    const reads = known.get(text) ?? argumentReads(text);
    known.set(text, reads);
    return reads;
  };
}

const KNOWN: ReadonlySet<string> = new Set(["tool", "act"]);

/** The tools that a rule may match by tool and action, with their schemas; none if one is not known. */
function applicability({ set, scope, tools }: Conditions, schemas: KnownSchemas): (rule: Rule) => Applicable {
  const mayHold = compilePartial(set.matcher.node, scope, KNOWN);
  const asked = [...tools].map(([tool, { action }]) => {
    const facts: Readonly<Record<string, string>> = { tool, act: action };
    const values = set.requestTokens.map((token) => (KNOWN.has(token) ? facts[token] : undefined));
    return { tool, values, schema: schemas.get(tool) };
  });
  return ({ fields }) => {
    const found: [string, NonNullable<(typeof asked)[number]["schema"]>][] = [];
    for (const { tool, values, schema } of asked) {
      if (!mayHold(values, fields, undefined)) continue;
      if (schema === undefined) return [];
      found.push([tool, schema]);
    }
    return found;
  };
}

interface Place {
  readonly rule: Rule;
  readonly tools: Applicable;
  readonly slot: number;
  readonly lines: readonly string[];
}

function report(read: ArgumentRead, { rule, tools, slot, lines }: Place, findings: FileFindings): void {
  const fault = readFault(read, tools);
  if (fault === undefined) return;
  const line = Number(/\d+$/u.exec(rule.ref.at ?? "")?.[0] ?? 1);
  const row = { ptype: "", fields: rule.fields, line, text: rule.ref.text, raw: lines[line - 1] ?? "" };
  findings.add({ ...fault, at: placeInField(row, slot + 1, fault.text) });
}
