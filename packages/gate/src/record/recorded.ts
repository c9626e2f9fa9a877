import { type JsonObject, type JsonValue, maskText, type RecordedText, type ToolEntry } from "@ambit/core";
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
 * Redactions and secrets hold even when recording in full, and where the arguments have another shape than declared: a
 * path also covers what stands in place of the list or object that it leads through.
 */
export function recordedArguments(entry: ToolEntry, args: JsonObject, record: "masked" | "full"): JsonValue {
  return rewrite(args, "", { rules: rulesOf(entry), masks: record === "masked" }) ?? null;
}

/** What happens to a declared path; `keep` for the roles that name or count something. */
type Rule = "hash" | "mask" | "drop" | "prose" | "keep";

interface Rewriting {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly masks: boolean;
}

// by entry: a policy's manifest is immutable
const known = new WeakMap<ToolEntry, ReadonlyMap<string, Rule>>();

/** The rules of an entry by path, without list markers: a list and its elements follow the same rule. */
function rulesOf(entry: ToolEntry): ReadonlyMap<string, Rule> {
  const before = known.get(entry);
  if (before !== undefined) return before;
  const rules = new Map<string, Rule>();
  for (const [path, role] of Object.entries(entry.args)) {
    rules.set(bare(path), role === "secret" ? "hash" : role === "prose" ? "prose" : "keep");
  }
  for (const [path, redaction] of Object.entries(entry.redact)) rules.set(bare(path), redaction);
  known.set(entry, rules);
  return rules;
}

function bare(path: string): string {
  return path.replaceAll("[*]", "");
}

function rewrite(value: JsonValue, path: string, how: Rewriting): JsonValue | undefined {
  const rule = how.rules.get(path);
  if (rule !== undefined) return applied(rule, value, how);
  if (typeof value !== "object" || value === null) {
    const deeper = stricterBelow(path, how.rules);
    if (deeper !== undefined) return applied(deeper, value, how);
    return how.masks ? maskLeaf(value) : value;
  }
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).map((item) => rewrite(item, path, how));
    return items.filter((item) => item !== undefined);
  }
  const members: [string, JsonValue][] = [];
  for (const [name, member] of Object.entries(value as JsonObject)) {
    const written = rewrite(member, path === "" ? name : `${path}.${name}`, how);
    if (written !== undefined) members.push([name, written]);
  }
  return Object.fromEntries(members);
}

function applied(rule: Rule, value: JsonValue, { masks }: Rewriting): JsonValue | undefined {
  switch (rule) {
    case "hash":
      return digestOf(value);
    case "mask":
      return MASK;
    case "drop":
      return undefined;
    case "prose":
      return masks ? maskLeaf(value) : value;
    case "keep":
      return value;
  }
}

/** A redaction that was declared further down, where there is nothing further down. */
function stricterBelow(path: string, rules: ReadonlyMap<string, Rule>): Rule | undefined {
  for (const [declared, rule] of rules) {
    if (rule !== "keep" && rule !== "prose" && declared.startsWith(`${path}.`)) return rule;
  }
  return undefined;
}

/** Masks every text inside a value. */
function maskLeaf(value: JsonValue): JsonValue {
  if (typeof value === "string") {
    return value.length > SHORT ? { ...recordedText(value, "masked") } : maskText(value);
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(maskLeaf);
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([name, member]) => [name, maskLeaf(member)]),
  );
}
