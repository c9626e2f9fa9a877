import { parseObligations } from "@ambit/core";

import type { ConditionError } from "../condition/condition-error.ts";
import type { FileFindings, Report } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { patternFault } from "../function/pattern-fault.ts";
import { RuleTextLint } from "../model/evaluated.ts";
import type { DefinitionSet, PolicyModel } from "../model/policy-model.ts";
import { certainEffect, certainObligations, EFFECTS } from "./certain-spelling.ts";
import { placeInField, placeOfField, type Row } from "./row.ts";

const OBLIGATIONS = ["none", "approve", "redact", "alert", "log:full", "review:after", "intent:fresh"];

/** Checks the rows of one file against the model. */
export class RowLint {
  readonly #model: PolicyModel;
  readonly #findings: FileFindings;
  readonly #columns = new Map<string, Columns>();

  constructor(model: PolicyModel, findings: FileFindings) {
    this.#model = model;
    this.#findings = findings;
    const faults = memo(patternFault);
    for (const set of setsOf(model)) {
      const texts = new RuleTextLint(set);
      const compiled: typeof patternFault = (name, text) =>
        name === "eval" ? texts.fault(text) : faults(name, text);
      const checks = set.columns.map((token) => columnCheck(token, namesOf(set, token), compiled));
      this.#columns.set(set.ptype, { width: checks.length, checks });
    }
  }

  /** Whether a row can be used. */
  check(row: Row): boolean {
    const before = this.#findings.found.length;
    const columns = this.#columns.get(row.ptype);
    const width = columns?.width ?? this.#model.roles.get(row.ptype);
    if (width === undefined) reportPtype(row, this.#model, this.#findings);
    else if (row.fields.length !== width) reportWidth(row, width, this.#findings);
    else if (columns === undefined) lintNames(row, this.#findings);
    else lintFields(row, columns, this.#findings);
    const { found } = this.#findings;
    return found.length === before || found.slice(before).every(({ severity }) => severity === "warning");
  }
}

function setsOf({ calls, edges }: PolicyModel): readonly DefinitionSet[] {
  return edges === undefined ? [calls] : [calls, edges];
}

type Fault = Omit<Report, "at" | "text"> & { readonly part?: string };
type ColumnCheck = (field: string) => Fault | undefined;

/** The checks of a definition's columns; undefined for a column that may hold anything. */
interface Columns {
  readonly width: number;
  readonly checks: readonly (ColumnCheck | undefined)[];
}

/** The columns that have a form of their own. */
const FORMED: ReadonlySet<string> = new Set(["eft", "obl", "priority"]);

/** The functions of the matcher that compile a column. */
function namesOf({ patterns, ptype }: DefinitionSet, token: string): readonly string[] {
  return patterns.filter(({ column }) => column === `${ptype}_${token}`).map((pattern) => pattern.function);
}

function columnCheck(
  token: string,
  names: readonly string[],
  faults: typeof patternFault,
): ColumnCheck | undefined {
  const formed = FORMED.has(token);
  if (!formed && names.length === 0) return undefined;
  return (field) => {
    const own = formed ? ownFault(token, field) : undefined;
    if (own !== undefined) return own;
    for (const name of names) {
      const fault = faults(name, field);
      if (fault === undefined) continue;
      const { message, suggestion, part } = fault;
      // of a pattern the one spelling is suggested that means the same
      const replacement = name === "glob" ? suggestion : undefined;
      return { reason: "condition_invalid", message, suggestion, part, replacement };
    }
    return undefined;
  };
}

/** Many rules share a pattern or condition: each is compiled once. */
function memo(check: typeof patternFault): typeof patternFault {
  const known = new Map<string, Map<string, ConditionError | false>>();
  return (name, text) => {
    const texts = known.get(name) ?? new Map<string, ConditionError | false>();
    if (texts.size === 0) known.set(name, texts);
    const fault = texts.get(text) ?? check(name, text) ?? false;
    texts.set(text, fault);
    return fault === false ? undefined : fault;
  };
}

function reportPtype(row: Row, model: PolicyModel, findings: FileFindings): void {
  const known = [...setsOf(model).map(({ ptype }) => ptype), ...model.roles.keys()];
  findings.add({
    reason: "ptype_unknown",
    at: placeOfField(row, 0),
    text: row.ptype,
    message: `"${row.ptype}" is not defined in the model: casbin would drop the row, and a deny in it would be lost`,
    suggestion: nearestWord(row.ptype, known),
  });
}

function reportWidth(row: Row, width: number, findings: FileFindings): void {
  const more = row.fields.length > width;
  findings.add({
    reason: "row_width",
    at: placeOfField(row, more ? width + 1 : row.fields.length),
    text: more ? (row.fields[width] ?? "") : (row.fields.at(-1) ?? row.ptype),
    message:
      `the row has ${row.fields.length} fields and its definition ${width}: casbin would load it, ` +
      "and what is missing would equal what a call does not have",
  });
}

function lintNames(row: Row, findings: FileFindings): void {
  for (const [index, name] of row.fields.entries()) {
    if (name !== "") continue;
    const at = placeOfField(row, index + 1);
    findings.add({
      reason: "row_invalid",
      at,
      text: "",
      message: "a link has an empty name: it would link nobody",
    });
  }
}

function lintFields(row: Row, { checks, width }: Columns, findings: FileFindings): void {
  for (let index = 0; index < width; index++) {
    const field = row.fields[index] ?? "";
    const fault = checks[index]?.(field);
    if (fault === undefined) continue;
    const { part = field, replacement, ...report } = fault;
    const at = placeInField(row, index + 1, part);
    const text = part === "" ? field : part;
    const fits = replacement !== undefined && isPlain(replacement) && row.raw.startsWith(text, at.column - 1);
    findings.add({ ...report, at, text, ...(fits && text !== "" ? { replacement } : {}) });
  }
}

/** Whether a text is the same within a field, quoted or not. */
function isPlain(text: string): boolean {
  return text === text.trim() && !/[",\r\n]/u.test(text);
}

function ownFault(token: string, field: string): Fault | undefined {
  if (token === "eft") return effectFault(field);
  if (token === "obl" && parseObligations(field) === undefined) {
    const word = /^[a-z]*/u.exec(field)?.[0] ?? "";
    return {
      reason: "obligation_unknown",
      message: `obligation "${field}" is unknown: casbin would ALLOW without it`,
      suggestion: nearestWord(field, OBLIGATIONS) ?? nearestWord(word, OBLIGATIONS),
      replacement: certainObligations(field),
    };
  }
  if (token === "priority" && !/^-?\d{1,9}$/u.test(field)) {
    return {
      reason: "row_invalid",
      message: `priority "${field}" is no whole number: casbin would sort the rules by chance`,
    };
  }
  return undefined;
}

function effectFault(field: string): Fault | undefined {
  if (field === "allow" || field === "deny") return undefined;
  return {
    reason: "effect_unknown",
    message: `effect "${field}" is not allow or deny: casbin would ignore this rule, and what it denies would be ALLOWED`,
    suggestion: nearestWord(field, EFFECTS),
    replacement: certainEffect(field),
  };
}
