import { canonicalJson, type JsonValue } from "@ambit/core";
import { hash } from "node:crypto";

/** SHA-256 over the canonical JSON of a value, `sha256:<hex>`. */
export function digestOf(value: JsonValue): string {
  return digestText(canonicalJson(value));
}

/** SHA-256 over a text, `sha256:<hex>`. */
export function digestText(text: string): string {
  return `sha256:${hash("sha256", text, "hex")}`;
}
