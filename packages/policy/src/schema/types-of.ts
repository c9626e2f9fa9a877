import type { JsonSchema } from "./json-schema.ts";

/** The JSON types that a schema lets a value have, `integer` as `number`; undefined when it does not say. */
export function typesOf(schema: JsonSchema): ReadonlySet<string> | undefined {
  const { type } = schema;
  const written = typeof type === "string" ? [type] : Array.isArray(type) ? (type as unknown[]) : undefined;
  if (written !== undefined)
    return new Set(written.map((name) => (name === "integer" ? "number" : String(name))));
  const values = valuesOf(schema);
  if (values !== undefined) return new Set(values.map(typeOf));
  if (schema["properties"] !== undefined) return new Set(["object"]);
  return schema["items"] === undefined ? undefined : new Set(["array"]);
}

/** The only values that a schema lets through; undefined when it does not list them. */
export function valuesOf(schema: JsonSchema): readonly unknown[] | undefined {
  if (Object.hasOwn(schema, "const")) return [schema["const"]];
  return Array.isArray(schema["enum"]) ? (schema["enum"] as unknown[]) : undefined;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
