import type { JsonValue, ValueSource } from "@ambit/core";

import type { Explained } from "../explained.ts";
import { type IsSecret, MASK } from "../mask.ts";
import type { Change, ChangeEdit } from "./change.ts";
import { csvRow } from "./csv-row.ts";
import type { CallEdit, ColumnEdit, Edit } from "./edit.ts";
import { editedRule } from "./edited-rules.ts";

/** A change as a person makes it: the edits of one rule are one. */
export function describeChange(edits: readonly Edit[], explained: Explained, isSecret: IsSecret): Change {
  const columns = edits.filter((edit) => edit.kind === "column");
  const described = edits.flatMap((edit) => {
    if (edit.kind === "call") return [describeCallEdit(edit, isSecret)];
    if (edit.kind !== "column") return [describeRow(edit, explained)];
    const same = columns.filter(({ rule }) => rule === edit.rule);
    return same[0] === edit ? [describeRule(same, explained)] : [];
  });
  return { edits: described };
}

function describeCallEdit({ name, from, to }: CallEdit, isSecret: IsSecret): ChangeEdit {
  const asked = /^from\((.+)\)$/u.exec(name)?.[1];
  if (asked !== undefined) return describeSource(asked, { name, from, to });
  const shown = from !== undefined && isSecret(name) ? MASK : from;
  const instead = shown === undefined ? "" : ` instead of ${JSON.stringify(shown)}`;
  const base = {
    kind: "call",
    at: name,
    to,
    text: `call with ${name} ${JSON.stringify(to)}${instead}`,
  } as const;
  return shown === undefined ? base : { ...base, from: shown };
}

function describeSource(
  argument: string,
  { name, from, to }: Pick<CallEdit, "name" | "from" | "to">,
): ChangeEdit {
  const base = { kind: "call", at: name, to } as const;
  const text = `call with ${argument} from ${placeText(to)}`;
  if (from === undefined) return { ...base, text };
  const places = (from as readonly JsonValue[]).map(placeText).join(" and ");
  return { ...base, from, text: `${text} instead of ${places}` };
}

const PLACES: Readonly<Record<ValueSource, string>> = {
  user: "the user",
  subject: "the subject's attributes",
  approved: "an approval",
  own: "the user's own records",
  counterparty: "a counterparty",
  prose: "prose",
  model: "the model",
};

function placeText(place: JsonValue): string {
  return PLACES[place as ValueSource];
}

function describeRow(edit: Exclude<Edit, CallEdit | ColumnEdit>, { model, rules }: Explained): ChangeEdit {
  if (edit.kind === "link") {
    const row = csvRow(edit.definition, edit.names);
    return { kind: "link", at: fileOf(rules.rules[0]?.ref.at), to: row, row, text: `add  ${row}` };
  }
  const { ref, fields } = edit.rule;
  const row = csvRow(model.calls.ptype, fields);
  const at = ref.at ?? ref.id;
  return { kind: "remove", at, from: row, text: `remove ${at}  ${row}` };
}

function fileOf(at: string | undefined): string {
  return at?.replace(/:\d+$/u, "") ?? "rules.csv";
}

function describeRule(edits: readonly ColumnEdit[], { model, rules }: Explained): ChangeEdit {
  const { columns: all, ptype } = model.calls;
  const { rule: before } = edits[0] as ColumnEdit;
  const { rule, isCopy } = editedRule(before, edits, { columns: all, rules: rules.rules });
  const at = before.ref.at ?? before.ref.id;
  const columns = edits.map(({ column }) => all[column] ?? "");
  const row = csvRow(ptype, rule.fields);
  if (isCopy) return { kind: "row", at, columns, to: row, row, text: `add after ${at}  ${row}` };
  const text = (fields: readonly string[]): JsonValue =>
    edits.map(({ column }) => fields[column] ?? "").join(", ");
  const steps = edits.map(({ column, to }) => `${all[column] ?? ""}: ${before.fields[column] ?? ""} → ${to}`);
  return {
    kind: "rule",
    at,
    columns,
    from: text(before.fields),
    to: text(rule.fields),
    row,
    text: `${at}  ${steps.join(", ")}`,
  };
}
