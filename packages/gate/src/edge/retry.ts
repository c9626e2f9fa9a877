import {
  canonicalJson,
  isIdLike,
  isWrite,
  leafPaths,
  pathCovers,
  type JsonObject,
  type JsonValue,
  type ToolCall,
  type ToolEntry,
  valuesAt,
} from "@ambit/core";
import type { Run } from "../run/run.ts";
import type { History } from "../run/attempts.ts";
import { canonicalValue } from "../run/words.ts";

/**
 * Paths of id-like arguments in which a retried write names something that its first attempt did not.
 *
 * A value also counts as named if it comes from the user's own words or the subject's attributes. Arguments without a
 * declared role are id-like: unlabelled is the strictest class.
 */
export function newIdsOfRetry(
  { entry, call, history }: { readonly entry: ToolEntry; readonly call: ToolCall; readonly history: History },
  run: Run,
): readonly string[] {
  const first = history.first;
  if (first === undefined || first.digest === call.digest) return [];
  if (!isWrite(entry) && entry.risk !== "high") return [];
  return idPaths(entry, call.args).filter((path) => {
    const known = new Set(valuesAt(first.args, path).map(canonicalText));
    return valuesAt(call.args, path).some(
      (value) => !known.has(canonicalText(value)) && !isNamed(value, run),
    );
  });
}

/** What a retry takes away, for people: the arguments whose values are bound to the first attempt's. */
export function boundByRetry(entry: ToolEntry, call: ToolCall, history: History): readonly string[] {
  if (history.first === undefined || (!isWrite(entry) && entry.risk !== "high")) return [];
  return idPaths(entry, call.args).map(
    (path) => `${entry.tool}.${path}: values that neither the first attempt nor the user named`,
  );
}

/** Leaves of the arguments that name someone or something; what no role covers is id-like, the strictest class. */
function idPaths(entry: ToolEntry, args: JsonObject): readonly string[] {
  const harmless = Object.entries(entry.args).filter(([, role]) => !isIdLike(role));
  return leafPaths(args).filter((leaf) => !harmless.some(([declared]) => pathCovers(declared, leaf)));
}

function canonicalText(value: JsonValue): string {
  return typeof value === "string" ? canonicalValue(value.trim()) : canonicalJson(value);
}

/** Whether the user's words hold the value as a whole token, or the subject has it as an attribute's value. */
function isNamed(value: JsonValue, run: Run): boolean {
  if (typeof value !== "string" && typeof value !== "number") return false;
  const token = canonicalText(value);
  if (standsIn(canonicalValue(`${run.goal}\n${run.input}`), token)) return true;
  const { attributes } = run.subject;
  return leafPaths(attributes).some((leaf) =>
    valuesAt(attributes, leaf).some((attribute) => canonicalText(attribute) === token),
  );
}

function standsIn(words: string, token: string): boolean {
  const isWordAt = (index: number): boolean => /[\p{L}\p{N}_]/u.test(words[index] ?? "");
  for (let at = words.indexOf(token); token !== "" && at >= 0; at = words.indexOf(token, at + 1)) {
    if (!isWordAt(at - 1) && !isWordAt(at + token.length)) return true;
  }
  return false;
}
