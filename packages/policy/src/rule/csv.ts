import { parse } from "csv-parse/sync";

/** One record of a CSV text. */
export interface CsvRecord {
  readonly fields: readonly string[];
  /** The number of its last line, from 1. */
  readonly line: number;
  /** Its last line, without white space at the end. */
  readonly raw: string;
}

/** White space besides blanks, tabs and line feeds; what it means is left to the parser. */
const OTHER_WHITE_SPACE = /[^\S \t\n]/u;

/**
 * Reads the records of a CSV text; throws csv-parse's error when it is none.
 *
 * Blanks around fields, empty lines and lines that start with # do not count.
 */
export function readCsv(text: string): readonly CsvRecord[] {
  const plain = text.replaceAll("\r\n", "\n");
  return (OTHER_WHITE_SPACE.test(plain) ? undefined : readLines(plain)) ?? parseCsv(text);
}

/** Line by line, where each record is one line for certain; else undefined. */
function readLines(text: string): readonly CsvRecord[] | undefined {
  const records: CsvRecord[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const record = line.trim();
    if (record === "" || record.startsWith("#")) continue;
    const fields = record.includes('"') ? quotedFields(record) : plainFields(record);
    if (fields === undefined) return undefined;
    records.push({ fields, line: index + 1, raw: line.trimEnd() });
  }
  return records;
}

function plainFields(record: string): readonly string[] {
  const fields = record.split(",");
  for (let index = 0; index < fields.length; index++) fields[index] = (fields[index] as string).trim();
  return fields;
}

/** Fields of which each is quoted as a whole or holds no quote; undefined for a record with another one. */
function quotedFields(record: string): readonly string[] | undefined {
  const fields: string[] = [];
  for (let at = 0; ;) {
    FIELD.lastIndex = at;
    const match = FIELD.exec(record);
    if (match === null) return undefined;
    const [whole, quoted, plain = "", end] = match;
    fields.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    if (end === "") return fields;
    at += whole.length;
  }
}

const FIELD = /[ \t]*(?:"((?:[^"]|"")*)"[ \t]*|([^",]*))(,|$)/uy;

/** The same by csv-parse alone, as slow as it is. */
export function parseCsv(text: string): readonly CsvRecord[] {
  // of mixed line ends csv-parse takes the first: a comment would go on to the next one of its kind
  const lines = text.replaceAll("\r\n", "\n");
  const records = parse(lines.replaceAll(/^[ \t]+#/gmu, "#"), {
    bom: true,
    comment: "#",
    comment_no_infix: true,
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  }) as unknown as readonly Parsed[];
  return records.map(({ record, raw, info }) => ({
    fields: record,
    line: info.lines,
    raw:
      raw
        .trimEnd()
        .split(/[\r\n]/u)
        .at(-1) ?? "",
  }));
}

interface Parsed {
  readonly record: readonly string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}
