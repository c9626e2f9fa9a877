import {
  canonicalValue,
  canonicalJson,
  isIdLike,
  type JsonObject,
  type JsonValue,
  leafPaths,
  pathCovers,
  type ToolEntry,
  valuesAt,
} from "@ambit/core";
import type { Named } from "../run/named.ts";

/** A value that names someone or something, among the arguments of a call. */
export interface IdValue {
  /** Where it stands; a list of one stands where its one value would. */
  readonly path: string;
  /** As it is compared. */
  readonly text: string;
  readonly value: JsonValue;
  /** Whether the manifest gives it an id-like role; what has no role counts as id-like, the strictest class. */
  readonly declared: boolean;
}

/** The id-like values of a call. */
export function idValues(entry: ToolEntry, args: JsonObject): readonly IdValue[] {
  const roles = Object.entries(entry.args);
  return leafPaths(args).flatMap((leaf) => {
    const covering = roles.filter(([declared]) => pathCovers(declared, leaf));
    if (covering.some(([, role]) => !isIdLike(role))) return [];
    const at = { path: leaf.replaceAll("[*]", ""), declared: covering.length > 0 };
    return valuesAt(args, leaf).map((value) => ({ ...at, value, text: canonicalText(value) }));
  });
}

/** Whether the user's words or the subject's attributes name a value. */
export function isNamed({ value, text }: IdValue, named: Named): boolean {
  if (typeof value !== "string" && typeof value !== "number") return false;
  return named.byUser(text) || named.bySubject(text);
}

function canonicalText(value: JsonValue): string {
  return typeof value === "string" ? canonicalValue(value.trim()) : canonicalJson(value);
}
