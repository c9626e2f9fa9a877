import { toJsonSchema } from "@langchain/core/utils/json_schema";

const HINTS = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;

/** What a tool says of itself. Nothing is decided on it: whoever made the tool wrote it. */
export interface ToolFacts {
  /** The hints of an MCP server. */
  readonly annotations?: { readonly [hint in (typeof HINTS)[number]]?: boolean };
  /** The JSON Schema of its arguments. */
  readonly schema?: Readonly<Record<string, unknown>>;
}

/** The facts of a tool as a member to spread; none where it says nothing that can be read. */
export function factsOf(tool: object): { readonly facts?: ToolFacts } {
  const annotations = annotationsOf(tool);
  const schema = schemaOf(tool);
  if (annotations === undefined && schema === undefined) return {};
  return {
    facts: Object.freeze({
      ...(annotations === undefined ? {} : { annotations }),
      ...(schema === undefined ? {} : { schema }),
    }),
  };
}

function annotationsOf(tool: object): ToolFacts["annotations"] {
  const { metadata } = tool as { readonly metadata?: { readonly annotations?: unknown } };
  const given = metadata?.annotations;
  if (typeof given !== "object" || given === null) return undefined;
  const found = HINTS.flatMap((hint) => {
    const value: unknown = (given as Readonly<Record<string, unknown>>)[hint];
    return typeof value === "boolean" ? [[hint, value] as const] : [];
  });
  return found.length === 0 ? undefined : Object.freeze(Object.fromEntries(found));
}

/** A schema that has no form in JSON is none. */
function schemaOf(tool: object): ToolFacts["schema"] {
  const { schema } = tool as { readonly schema?: Parameters<typeof toJsonSchema>[0] };
  if (typeof schema !== "object" || schema === null) return undefined;
  try {
    return toJsonSchema(schema) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}
