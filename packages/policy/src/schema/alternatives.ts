import { isObject, type JsonSchema } from "./json-schema.ts";

/** The schemas that a value may meet, with references and combinations resolved. */
export interface Alternatives {
  readonly schemas: readonly JsonSchema[];
  /** Whether a value may meet something that is not among them. */
  readonly open: boolean;
}

const COMBINING = ["anyOf", "oneOf", "allOf"] as const;
/** What a schema says of a value beside its combinations. */
const SAYING = ["properties", "additionalProperties", "items", "enum", "const"];

/**
 * The alternatives of a schema. Those of `allOf` count as well: for the question what a value could be, each part only
 * adds to what is possible.
 */
export function alternativesOf(root: JsonSchema, schema: unknown): Alternatives {
  const schemas: JsonSchema[] = [];
  const seen = new Set<unknown>();
  let open = false;
  const pending: unknown[] = [schema];
  while (pending.length > 0) {
    const next = pending.pop();
    if (next === false) continue;
    // one that leads to itself alone says nothing
    if (!isObject(next) || (seen.has(next) && schemas.length === 0)) {
      open = true;
      continue;
    }
    if (seen.has(next)) continue;
    seen.add(next);
    const parts = partsOf(root, next);
    pending.push(...parts);
    if (parts.length === 0 || SAYING.some((key) => Object.hasOwn(next, key))) schemas.push(next);
  }
  return { schemas, open };
}

function partsOf(root: JsonSchema, schema: JsonSchema): readonly unknown[] {
  const referred = typeof schema["$ref"] === "string" ? [resolve(root, schema["$ref"])] : [];
  return [
    ...referred,
    ...COMBINING.flatMap((key) => (Array.isArray(schema[key]) ? (schema[key] as unknown[]) : [])),
  ];
}

/** What a reference within the schema points to; true, a schema of anything, for any other one. */
function resolve(root: JsonSchema, reference: string): unknown {
  if (reference === "#") return root;
  if (!reference.startsWith("#/")) return true;
  let at: unknown = root;
  for (const written of reference.slice(2).split("/")) {
    const key = written.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return true;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at;
}
