import { AmbitError, type ToolEntry } from "@ambit/core";

import { isObject, type JsonSchema, toJsonSchema } from "./json-schema.ts";

/** The schemas of arguments that are known, by tool. */
export type KnownSchemas = ReadonlyMap<string, JsonSchema>;

/** The schemas that the application gave and, for other tools, those of the manifest; throws `config_invalid`. */
export function knownSchemas(
  given: Readonly<Record<string, unknown>>,
  tools: ReadonlyMap<string, ToolEntry>,
): KnownSchemas {
  if (!isObject(given)) throw new AmbitError("config_invalid", { option: "schemas" });
  const known = new Map<string, JsonSchema>();
  for (const [tool, { inputSchema }] of tools) if (inputSchema !== undefined) known.set(tool, inputSchema);
  for (const [tool, schema] of Object.entries(given)) {
    const read = toJsonSchema(schema);
    if (read === undefined) {
      const why = "a zod 4 schema or a JSON Schema object is needed";
      throw new AmbitError("config_invalid", { option: `schemas.${tool}`, why });
    }
    known.set(tool, read);
  }
  return known;
}
