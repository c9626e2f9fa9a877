import { z } from "zod";

import type { FileFindings } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import type { Path, YamlFile } from "./yaml-file.ts";

/** A part of a test file, checked against its schema. */
export interface Checked {
  readonly schema: z.ZodType;
  readonly value: unknown;
  /** Where the part stands in the file. */
  readonly path: Path;
}

/** Reports at their places in the file what a schema says of a part of it; whether it is valid. */
export function checkSchema(part: Checked, yaml: YamlFile, findings: FileFindings): boolean {
  const parsed = part.schema.safeParse(part.value);
  for (const issue of parsed.error?.issues ?? []) report(issue, part, { yaml, findings });
  return parsed.success;
}

function report(
  issue: z.core.$ZodIssue,
  { schema, value, path: prefix }: Checked,
  { yaml, findings }: { readonly yaml: YamlFile; readonly findings: FileFindings },
): void {
  const path = [...prefix, ...issue.path];
  const name = path.map(String).join(" › ");
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys) {
      const message = `${name === "" ? "" : `${name}: `}key "${key}" is unknown, and what it says would not be tested`;
      const suggestion = nearestWord(key, keysOf(schema, issue.path));
      findings.add({ reason: "suite_invalid", at: yaml.keyAt(path, key), text: key, message, suggestion });
    }
    return;
  }
  const written = issue.path.reduce<unknown>(memberOf, value);
  const text = typeof written === "string" ? written : "";
  const allowed = issue.code === "invalid_value" ? issue.values.map(String) : [];
  const message = `${name}: ${allowed.length > 0 ? `one of ${allowed.join(", ")} is needed` : issue.message}`;
  const suggestion = text === "" ? undefined : nearestWord(text, allowed);
  findings.add({ reason: "suite_invalid", at: yaml.at(path), text, message, suggestion });
}

function memberOf(value: unknown, member: PropertyKey): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Readonly<Record<PropertyKey, unknown>>)[member];
}

/** The keys that the map at a path may have. */
function keysOf(schema: z.ZodType, path: Path): readonly string[] {
  let at: unknown = schema;
  for (const member of path) {
    at = unwrapped(at);
    if (at instanceof z.ZodObject) at = (at.shape as Readonly<Record<string, unknown>>)[String(member)];
    else if (at instanceof z.ZodArray) at = at.element;
    else if (at instanceof z.ZodRecord) at = at.valueType;
    else return [];
  }
  at = unwrapped(at);
  return at instanceof z.ZodObject ? Object.keys(at.shape as object) : [];
}

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodOptional ? schema.unwrap() : schema;
}
