import { parseObligations } from "@ambit/core";

import type { FileFindings, Report } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { patternFault } from "../function/pattern-fault.ts";
import type { PolicyModel } from "../model/policy-model.ts";
import { placeInField, placeOfField, type Row } from "./row.ts";

const OBLIGATIONS = ["none", "approve", "redact", "alert", "log:full", "review:after", "intent:fresh"];

/** Checks one row against the model; whether it can be used. */
export function lintRow(row: Row, model: PolicyModel, findings: FileFindings): boolean {
  const before = findings.found.length;
  const tokens = model.ruleTokens.get(row.ptype);
  const names = model.roles.get(row.ptype);
  if (tokens === undefined && names === undefined) reportPtype(row, model, findings);
  else if (row.fields.length !== (tokens?.length ?? names))
    reportWidth(row, tokens?.length ?? names ?? 0, findings);
  else if (tokens === undefined) lintNames(row, findings);
  else lintFields(row, tokens, { model, findings });
  return findings.found.slice(before).every((finding) => finding.severity === "warning");
}

function reportPtype(row: Row, model: PolicyModel, findings: FileFindings): void {
  const known = [...model.ruleTokens.keys(), ...model.roles.keys()];
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

function lintFields(
  row: Row,
  tokens: readonly string[],
  to: { model: PolicyModel; findings: FileFindings },
): void {
  for (const [index, token] of tokens.entries()) {
    const field = row.fields[index] ?? "";
    const fault = ownFault(token, field) ?? columnFault(row.ptype, token, { field, model: to.model });
    if (fault !== undefined) {
      const { part = field, ...report } = fault;
      to.findings.add({
        ...report,
        at: placeInField(row, index + 1, part),
        text: part === "" ? field : part,
      });
    }
  }
}

type Fault = Omit<Report, "at" | "text"> & { readonly part?: string };

function ownFault(token: string, field: string): Fault | undefined {
  if (token === "eft") return effectFault(field);
  if (token === "obl" && parseObligations(field) === undefined) {
    const word = /^[a-z]*/u.exec(field)?.[0] ?? "";
    return {
      reason: "obligation_unknown",
      message: `obligation "${field}" is unknown: casbin would ALLOW without it`,
      suggestion: nearestWord(field, OBLIGATIONS) ?? nearestWord(word, OBLIGATIONS),
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
    suggestion: nearestWord(field, ["allow", "deny"]),
  };
}

function columnFault(
  ptype: string,
  token: string,
  at: { field: string; model: PolicyModel },
): Fault | undefined {
  for (const { column, function: name } of at.model.patterns) {
    if (column !== `${ptype}_${token}`) continue;
    const fault = patternFault(name, at.field);
    if (fault === undefined) continue;
    return {
      reason: "condition_invalid",
      message: fault.message,
      suggestion: fault.suggestion,
      part: fault.part,
    };
  }
  return undefined;
}
