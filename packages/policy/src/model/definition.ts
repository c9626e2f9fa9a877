import { type Place, placeAt } from "../finding/finding.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import type { FileFindings } from "../finding/file-findings.ts";
import { oddCharacter } from "../source/odd-character.ts";
import { SECTIONS } from "./vocabulary.ts";

/** One `key = value` of a model file, with the places of its text. */
export interface Definition {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  /** Where the key stands. */
  readonly at: Place;
  readonly pieces: readonly Piece[];
}

interface Piece extends Place {
  readonly text: string;
}

interface Line extends Place {
  /** Without comment and outer white space. */
  readonly text: string;
}

/** Reads the definitions of a model file, line by line as casbin does, and reports what casbin would misread. */
export function readDefinitions(text: string, findings: FileFindings): readonly Definition[] {
  const definitions: Definition[] = [];
  const odd = oddCharacter(text);
  if (odd !== undefined) {
    const message = `${odd.name} is not seen, or ends a line for some readers only`;
    findings.add({ reason: "model_invalid", at: placeAt(text, odd.index), text: odd.name, message });
  }
  let section = "";
  let open: Piece[] = [];
  for (const line of readLines(text, findings)) {
    if (line.text.startsWith("[") && line.text.endsWith("]")) {
      section = line.text.slice(1, -1);
      checkSection(section, line, findings);
      open = [];
      continue;
    }
    const continues = line.text.endsWith("\\");
    open.push(continues ? { ...line, text: line.text.slice(0, -1).trim() } : line);
    if (continues) continue;
    const definition = toDefinition(section, open);
    open = [];
    if (definition === undefined) {
      const message = "a line is neither a section nor a definition: casbin would not load the model";
      findings.add({ reason: "model_invalid", at: line, text: line.text, message });
    } else definitions.push(definition);
  }
  checkKeys(definitions, findings);
  return definitions;
}

/** Where a text stands in a definition; where the definition starts, if it is not found. */
export function placeIn(definition: Definition, text: string): Place {
  for (const piece of definition.pieces) {
    const index = indexOfWord(piece.text, text);
    if (index >= 0) return { line: piece.line, column: piece.column + index };
  }
  return definition.pieces[0] ?? definition.at;
}

function indexOfWord(line: string, text: string): number {
  if (text === "") return -1;
  for (let index = line.indexOf(text); index >= 0; index = line.indexOf(text, index + 1)) {
    const around = `${line.charAt(index - 1)} ${line.charAt(index + text.length)}`;
    if (!/^[\w.]|\w$/u.test(around) || !/^\w/u.test(text)) return index;
  }
  return -1;
}

function readLines(text: string, findings: FileFindings): readonly Line[] {
  return text.split("\n").flatMap((raw, index) => {
    const cut = raw.search(/[#;]/u);
    if (cut >= 0 && insideQuotes(raw, cut)) {
      const message = `"${raw.charAt(cut)}" within quotes starts a comment: casbin would cut the line here`;
      const at = { line: index + 1, column: cut + 1 };
      findings.add({ reason: "model_invalid", at, text: raw.charAt(cut), message });
    }
    const kept = cut < 0 ? raw : raw.slice(0, cut);
    const line = { text: kept.trim(), line: index + 1, column: kept.length - kept.trimStart().length + 1 };
    return line.text === "" ? [] : [line];
  });
}

function insideQuotes(line: string, end: number): boolean {
  let quote = "";
  for (const char of line.slice(0, end)) {
    if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = "";
  }
  return quote !== "";
}

function toDefinition(section: string, pieces: readonly Piece[]): Definition | undefined {
  const first = pieces[0];
  const equals = first?.text.indexOf("=") ?? -1;
  if (first === undefined || equals < 1) return undefined;
  const rest = first.text.slice(equals + 1);
  const skipped = equals + 1 + (rest.length - rest.trimStart().length);
  const valued = [
    { text: rest.trim(), line: first.line, column: first.column + skipped },
    ...pieces.slice(1),
  ];
  const value = valued
    .map((piece) => piece.text)
    .join("")
    .trim();
  return { section, key: first.text.slice(0, equals).trim(), value, at: first, pieces: valued };
}

function checkSection(section: string, line: Line, findings: FileFindings): void {
  if (Object.hasOwn(SECTIONS, section)) return;
  const message = `section "${section}" is unknown: casbin would ignore all that stands in it`;
  const suggestion = nearestWord(section, Object.keys(SECTIONS));
  const at = { line: line.line, column: line.column + 1 };
  findings.add({ reason: "model_invalid", at, text: section, message, suggestion });
}

/** Casbin reads `r`, `r2`, `r3` … up to the first gap, and of two equal keys only the last. */
function checkKeys(definitions: readonly Definition[], findings: FileFindings): void {
  const seen = new Set<string>();
  const known = definitions.filter(({ section }) => Object.hasOwn(SECTIONS, section));
  const keys = new Set(known.map(({ section, key }) => `${section} ${key}`));
  checkEdges(known, findings);
  for (const { section, key, at, value } of known) {
    const report = (message: string): void =>
      findings.add({ reason: "model_invalid", at, text: key, message });
    if (seen.has(`${section} ${key}`))
      report(`"${key}" is defined twice: casbin would use the last one only`);
    seen.add(`${section} ${key}`);
    if (value === "") report(`"${key}" has no value: casbin would ignore it and what follows it`);
    const before = keyBefore(key, SECTIONS[section] ?? "");
    if (before === undefined) report(`"${key}" is no name here: casbin would ignore it`);
    else if (section !== "role_definition" && Number(key.slice(1)) > 2) {
      report(`"${key}" defines a third kind of rule, which nothing reads: what it denies would be ALLOWED`);
    } else if (before !== "" && section === "role_definition" && !keys.has(`${section} ${before}`)) {
      report(`"${key}" without "${before}": casbin would ignore it`);
    }
  }
}

/** What edges carry is decided by `r2`, `p2` and `m2` together. */
function checkEdges(definitions: readonly Definition[], findings: FileFindings): void {
  const numbered = definitions.filter(({ key }) => /^[rpme]2$/u.test(key));
  const missing = ["r2", "p2", "m2"].filter((name) => numbered.every(({ key }) => key !== name));
  const [first] = numbered;
  if (first === undefined || missing.length === 0) return;
  const message = `"${first.key}" stands without ${missing.join(" and ")}: nothing would read it, and what it denies would be ALLOWED`;
  findings.add({ reason: "model_invalid", at: first.at, text: first.key, message });
}

/** The key that must stand before this one, `r` before `r2`; empty for the first; undefined for no key. */
function keyBefore(key: string, prefix: string): string | undefined {
  if (key === prefix) return "";
  const match = /^([a-z])([2-9]|[1-9]\d)$/u.exec(key);
  if (match?.[1] !== prefix) return undefined;
  const number = Number(match[2]);
  return number === 2 ? prefix : `${prefix}${number - 1}`;
}
