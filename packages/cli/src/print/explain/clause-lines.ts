import type { ClausePart, Clause, ClauseValue, ExplainedRule } from "@ambit/policy";
import { plain, plainJson } from "../layout/plain.ts";
import { type Segment, segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { Detail } from "../layout/tree.ts";

/** Columns of a value; what is longer tells a person no more. */
const LONGEST = 60;
/** Roles that are shown of a name. */
const ROLES = 6;

/** The clauses of a rule: those that fail with their values, then in one line those that hold; or all of them. */
export function clauseLines({ clauses }: ExplainedRule, full: boolean, style: Style): readonly Detail[] {
  const shown = full ? clauses : clauses.filter(({ holds }) => !holds);
  const held = full ? [] : clauses.filter(({ holds }) => holds);
  const names = held.map(shortName).join("  ");
  const summary: Detail = { label: "", text: [segment("✓ ", style.good), segment(names, style.faint)] };
  return [
    ...shown.flatMap((clause) => clauseDetails(clause, full, style)),
    ...(held.length === 0 ? [] : [summary]),
  ];
}

/** The columns that a clause compares with: what a person calls it. */
function shortName({ text, values }: Clause): string {
  const columns = values
    .filter(({ name }) => /^p\d*\./u.test(name))
    .map(({ name }) => name.replace(/^p\d*\./u, ""));
  return columns.length === 0 ? plain(text) : columns.join("+");
}

/** A clause, and the operands of the rule's condition below it; a single one stands in its place. */
function clauseDetails(clause: Clause, full: boolean, style: Style): readonly Detail[] {
  const parts = (clause.parts ?? []).filter(({ holds }) => full || !holds);
  const [only] = parts;
  if (only !== undefined && parts.length === 1) {
    const [sign = segment(""), ...rest] = partLine(only, style);
    return [{ label: "", text: [sign, segment(`${shortName(clause)}  `), ...rest] }];
  }
  const own = parts.length === 0 ? clause : { ...clause, values: [] };
  const first: Detail = { label: "", text: [...partLine(own, style), ...roleText(clause, style)] };
  return [first, ...parts.map((part) => ({ label: "", text: [segment("  "), ...partLine(part, style)] }))];
}

function partLine({ text, holds, values, fault }: ClausePart, style: Style): readonly Segment[] {
  const read = values.map(valueText).join(", ");
  return [
    holds ? segment("✓ ", style.good) : segment("✗ ", style.bad),
    segment(plain(text)),
    ...(read === "" ? [] : [segment(`   ${read}`, style.faint)]),
    ...(fault === undefined ? [] : [segment(`   ${faultText(fault)}`, style.caution)]),
  ];
}

/** `args.to = "x@y.example" (model)` */
function valueText({ name, value, sources }: ClauseValue): string {
  const places = sources === undefined ? "" : ` (${sources.join(", ")})`;
  return `${plain(name)} = ${cut(plainJson(value))}${places}`;
}

function faultText({ reason, detail }: NonNullable<ClausePart["fault"]>): string {
  return reason === "attribute_missing" ? `${plain(detail ?? "")} is missing` : plain(detail ?? reason);
}

function roleText({ roles = [], holds }: Clause, style: Style): readonly Segment[] {
  if (holds) return [];
  return roles.map(({ definition, name, held }) => {
    const others = held
      .slice(1, ROLES + 1)
      .map(plain)
      .join(", ");
    const more = held.length > ROLES + 1 ? ` and ${held.length - 1 - ROLES} more` : "";
    return segment(
      `   ${plain(name)} has ${others === "" ? `no ${definition} row` : others + more}`,
      style.faint,
    );
  });
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
