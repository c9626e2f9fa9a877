import type { FileFindings } from "../finding/file-findings.ts";
import { type Place, placeAt } from "../finding/finding.ts";
import { oddCharacter } from "../source/odd-character.ts";
import { type CsvRecord, readCsv } from "./csv.ts";

/** One row of a rules file. */
export interface Row {
  readonly ptype: string;
  /** Without the ptype. */
  readonly fields: readonly string[];
  readonly line: number;
  /** The row as it stands in the file, without outer white space. */
  readonly text: string;
  /** The whole line, from which places are found. */
  readonly raw: string;
}

/** Splits the text of a rules file into rows; none, with a finding, when it is not valid CSV. */
export function readRows(text: string, findings: FileFindings): readonly Row[] {
  const odd = oddCharacter(text);
  if (odd !== undefined) {
    const message = `${odd.name} is not seen, or ends a line for some readers only: what the row denies could be ALLOWED`;
    findings.add({ reason: "row_invalid", at: placeAt(text, odd.index), text: odd.name, message });
    return [];
  }
  try {
    const rows: Row[] = [];
    for (const record of readCsv(text)) {
      const row = toRow(record, findings);
      if (row !== undefined) rows.push(row);
    }
    return rows;
  } catch (error) {
    reportInvalid(error, text, findings);
    return [];
  }
}

function toRow({ fields: record, line, raw }: CsvRecord, findings: FileFindings): Row | undefined {
  const odd = record.findIndex(
    (field) => field !== field.trim() || field.includes("\n") || field.includes("\r"),
  );
  if (odd >= 0) {
    const message =
      "a field holds a line break or outer white space within its quotes: casbin's reader would change it";
    findings.add({ reason: "row_invalid", at: { line, column: 1 }, text: `field ${odd + 1}`, message });
    return undefined;
  }
  const row = { ptype: record[0] ?? "", fields: record.slice(1), line, text: raw.trim(), raw };
  reportOtherReading(row, findings);
  return row;
}

/** Casbin's own file reader takes off quotes twice and joins fields until brackets are even. */
function reportOtherReading(row: Row, findings: FileFindings): void {
  if (!/["()]/u.test(row.raw)) return;
  for (const [index, field] of row.fields.entries()) {
    const even = field.split("(").length === field.split(")").length;
    const quoted = field.startsWith('"') && field.endsWith('"');
    if (!quoted && !field.includes('""') && even) continue;
    const message =
      "casbin's own file reader would read this field otherwise: use single quotes and even brackets";
    const at = placeOfField(row, index + 1);
    findings.add({ reason: "row_invalid", severity: "warning", at, text: field, message });
  }
}

/** Where a field of a row stands; 0 is the ptype. */
export function placeOfField(row: Row, index: number): Place {
  let field = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < row.raw.length && field < index; at++) {
    const char = row.raw.charAt(at);
    if (char === '"') quoted = !quoted;
    else if (char === "," && !quoted) [field, start] = [field + 1, at + 1];
  }
  const rest = row.raw.slice(start);
  return { line: row.line, column: start + (rest.length - rest.trimStart().length) + 1 };
}

/** Where a part of a field stands. */
export function placeInField(row: Row, index: number, part: string): Place {
  const place = placeOfField(row, index);
  const within = part === "" ? -1 : row.raw.slice(place.column - 1).indexOf(part);
  return within <= 0 ? place : { line: place.line, column: place.column + within };
}

function reportInvalid(error: unknown, text: string, findings: FileFindings): void {
  const { message, raw } = error as { readonly message?: unknown; readonly raw?: unknown };
  const from = typeof raw === "string" ? Math.max(0, text.lastIndexOf(raw)) : 0;
  const skipped = /^(?:\s*(?:#[^\n]*)?\n)*\s*/u.exec(text.slice(from))?.[0].length ?? 0;
  const at = placeAt(text, from + skipped);
  const line = text.split("\n")[at.line - 1] ?? "";
  const why =
    typeof message === "string" ? message.replace(/,? ?(?:on|at) (?:field|line).*$/u, "") : "unreadable";
  const quote = line.indexOf('"');
  findings.add({
    reason: "row_invalid",
    at: quote < 0 ? at : { line: at.line, column: quote + 1 },
    text: quote < 0 ? line.trim() : '"',
    message: `the row is not valid CSV (${why}): the rules after it would be lost`,
  });
}
