import { type JsonObject, parseSensitivity, type Sensitivity, type ToolEntry } from "@ambit/core";
import {
  type Document,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from "yaml";

import type { FileFindings } from "../finding/file-findings.ts";
import type { Place } from "../finding/finding.ts";
import { EntryLint } from "./lint-entry.ts";
import { entrySchema, type WrittenEntry } from "./manifest-schema.ts";

/** Reads and lints the text of a tool manifest: the entries by tool name. */
export function readManifest(text: string, findings: FileFindings): ReadonlyMap<string, ToolEntry> {
  const lines = new LineCounter();
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, version: "1.2" });
  const tools = new Map<string, ToolEntry>();
  if (reportSyntax(document, { text, placeOf }, findings) || document.contents === null) return tools;
  if (!isMap(document.contents)) {
    const message = "the manifest is a map from tool names to entries";
    findings.add({ reason: "manifest_invalid", at: { line: 1, column: 1 }, text: "", message });
    return tools;
  }
  for (const pair of (document.contents as YAMLMap<Node, Node | null>).items) {
    const name = toolName(pair, placeOf, findings);
    const entry = name === undefined ? undefined : readEntry(pair, { document, placeOf }, findings);
    if (name !== undefined && entry !== undefined) tools.set(name, toEntry(name, entry));
  }
  return tools;
}

function reportSyntax(
  document: Document.Parsed,
  source: { readonly text: string; readonly placeOf: (offset: number) => Place },
  findings: FileFindings,
): boolean {
  for (const { code, message, pos } of document.errors) {
    const duplicate = code === "DUPLICATE_KEY";
    const text = /^[^\s:]+/u.exec(source.text.slice(pos[0]))?.[0] ?? "";
    findings.add({
      reason: duplicate ? "manifest_invalid" : "yaml_invalid",
      at: source.placeOf(pos[0]),
      text,
      message: duplicate
        ? `"${text}" stands twice: only one of the two would hold`
        : `the manifest is not valid YAML: ${message.split(/ at line \d/u)[0] ?? message}`,
    });
  }
  return document.errors.length > 0;
}

function toolName(
  pair: Pair<Node, Node | null>,
  placeOf: (offset: number) => Place,
  findings: FileFindings,
): string | undefined {
  const { key } = pair;
  if (isScalar(key) && typeof key.value === "string" && key.value !== "") return key.value;
  const message = "the name of a tool is a text: write it in quotes";
  findings.add({ reason: "manifest_invalid", at: placeOf(key.range?.[0] ?? 0), text: "", message });
  return undefined;
}

function readEntry(
  pair: Pair<Node, Node | null>,
  source: { readonly document: Document; readonly placeOf: (offset: number) => Place },
  findings: FileFindings,
): WrittenEntry | undefined {
  const lint = new EntryLint(pair, source.placeOf, findings);
  const value = lint.value(source.document);
  if (value === undefined) return undefined;
  const parsed = entrySchema.safeParse(value);
  for (const issue of parsed.error?.issues ?? []) lint.report(issue);
  const clean = parsed.success ? lint.check(parsed.data) : false;
  return parsed.success && clean ? parsed.data : undefined;
}

/** Unlabelled is the strictest class: a high risk that is not idempotent, and a result as sensitive as the tool. */
const STRICTEST = {
  risk: "high",
  idempotent: false,
  resources: [],
  args: {},
  redact: {},
  audiences: [],
  opaque: [],
} as const;

function toEntry(tool: string, { returns, resolve, inputSchema, ...written }: WrittenEntry): ToolEntry {
  const sensitivity = parseSensitivity(written.sensitivity) as Sensitivity;
  return deepFreeze({
    ...STRICTEST,
    ...definedOf(written),
    tool,
    sensitivity,
    ...(resolve === undefined ? {} : { resolve }),
    ...(inputSchema === undefined ? {} : { inputSchema: inputSchema as JsonObject }),
    returns: {
      sensitivity: parseSensitivity(returns?.sensitivity) ?? sensitivity,
      fields: returns?.fields ?? {},
      ...definedOf({ parse: returns?.parse, secrets: returns?.secrets, errors: returns?.errors }),
    },
  });
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function definedOf<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value))
    if (typeof member === "object" && member !== null) deepFreeze(member as object);
  return Object.freeze(value);
}
