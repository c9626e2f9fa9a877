import {
  type JsonObject,
  type JsonValue,
  maskText,
  type RecordedText,
  replaceAt,
  type ToolEntry,
} from "@ambit/core";
import { digestOf, digestText } from "../call/digest.ts";

const SHORT = 120;
export const MASK = "▒▒▒";

/** Free text for a record: in full only when recording in full (L6). */
export function recordedText(text: string, record: "masked" | "full"): RecordedText {
  return { digest: digestText(text), shown: record === "full" ? text : maskText(text) };
}

/**
 * Arguments for a record (L6): the manifest's redactions, secrets hashed, prose and what has no role masked.
 *
 * Redactions and secrets hold even when recording in full.
 */
export function recordedArguments(entry: ToolEntry, args: JsonObject, record: "masked" | "full"): JsonValue {
  let value: JsonValue = args;
  for (const [path, role] of Object.entries(entry.args)) {
    if (role === "secret") value = replaceAt(value, path, digestOf).value;
    else if (role === "prose" && record === "masked") value = replaceAt(value, path, maskLeaf).value;
  }
  for (const [path, redaction] of Object.entries(entry.redact)) {
    value = replaceAt(value, path, REDACTIONS[redaction]).value;
  }
  return record === "full" ? value : maskUndeclared(entry, value);
}

const REDACTIONS: Readonly<Record<ToolEntry["redact"][string], (leaf: JsonValue) => JsonValue | undefined>> =
  {
    hash: digestOf,
    mask: () => MASK,
    drop: () => undefined,
  };

function maskUndeclared(entry: ToolEntry, value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  const declared = new Set(
    [...Object.keys(entry.args), ...Object.keys(entry.redact)].map((path) => path.split(/[.[]/u, 1)[0]),
  );
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, member]) => [
      name,
      declared.has(name) ? member : maskLeaf(member),
    ]),
  );
}

/** Masks every text inside a value; texts under a declared id-like role are never passed here. */
function maskLeaf(value: JsonValue): JsonValue {
  if (typeof value === "string")
    return value.length > SHORT ? { ...recordedText(value, "masked") } : maskText(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(maskLeaf);
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, member]) => [name, maskLeaf(member)]),
  );
}
