import { toJSONSchema, type z } from "zod";

/** A JSON Schema that is no boolean. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema of a tool's parsed arguments, from a zod 4 or JSON Schema object.
 *
 * Undefined for anything else: then nothing is known of the arguments.
 */
export function toJsonSchema(schema: unknown): JsonSchema | undefined {
  if (!isObject(schema)) return undefined;
  if ("_zod" in schema) return fromZod(schema as unknown as z.ZodType);
  const prototype: unknown = Object.getPrototypeOf(schema);
  return prototype === Object.prototype || prototype === null ? schema : undefined;
}

export function isObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What parsing gives is what is decided; what JSON Schema cannot say becomes a schema of anything. */
function fromZod(schema: z.ZodType): JsonSchema | undefined {
  try {
    return toJSONSchema(schema, { io: "output", unrepresentable: "any" });
  } catch {
    return undefined;
  }
}
