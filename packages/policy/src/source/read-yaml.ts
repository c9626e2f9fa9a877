import type { JsonValue } from "@ambit/core";
import { parseDocument } from "yaml";

/**
 * The data in a YAML text; undefined for a text that is none, repeats a key, has a second document or refers to its own
 * parts.
 */
export function readYaml(text: string): JsonValue | undefined {
  try {
    const document = parseDocument(text, { uniqueKeys: true, version: "1.2", logLevel: "error" });
    if (document.errors.length > 0) return undefined;
    return document.toJS({ maxAliasCount: 0 }) as JsonValue;
  } catch {
    return undefined;
  }
}
