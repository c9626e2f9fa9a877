import { type Alternatives, alternativesOf } from "./alternatives.ts";
import { isObject, type JsonSchema } from "./json-schema.ts";
import { typesOf } from "./types-of.ts";

/** A step into a value: the name of a member, or `[*]` for the elements of a list. */
export type Steps = readonly string[];

/** What a schema says of a path. */
export type Looked =
  /** Nothing can stand there: the step that leads nowhere, and the names that would lead on. */
  | { readonly found: "no"; readonly step: number; readonly names: readonly string[] }
  | { readonly found: "unknown" }
  /** `open`: something else may stand there as well. */
  | { readonly found: "yes"; readonly schemas: readonly JsonSchema[]; readonly open: boolean };

/** Looks a path up in the schema of a tool's arguments. */
export function lookUp(root: JsonSchema, steps: Steps): Looked {
  let at: Alternatives = alternativesOf(root, root);
  for (const [index, step] of steps.entries()) {
    const next = at.schemas.map((schema) => stepInto(root, schema, step));
    const open = at.open || next.some((alternatives) => alternatives.open);
    const schemas = next.flatMap((alternatives) => alternatives.schemas);
    if (schemas.length === 0)
      return open ? { found: "unknown" } : { found: "no", step: index, names: namesOf(at) };
    at = { schemas, open };
  }
  return { found: "yes", ...at };
}

const NONE: Alternatives = { schemas: [], open: false };
const ANYTHING: Alternatives = { schemas: [], open: true };
/** Keywords that may bring members which no other one names. */
const CONDITIONAL = ["patternProperties", "if", "then", "else", "dependentSchemas", "$dynamicRef"];

function stepInto(root: JsonSchema, schema: JsonSchema, step: string): Alternatives {
  if (step === "[*]") return intoList(root, schema);
  const types = typesOf(schema);
  if (step === "length" && types?.has("array") === true)
    return { schemas: [{ type: "integer" }], open: false };
  return types === undefined || types.has("object") ? intoMember(root, schema, step) : NONE;
}

function intoMember(root: JsonSchema, schema: JsonSchema, step: string): Alternatives {
  const { properties, additionalProperties: others } = schema;
  if (isObject(properties) && Object.hasOwn(properties, step)) return alternativesOf(root, properties[step]);
  if (CONDITIONAL.some((key) => Object.hasOwn(schema, key))) return ANYTHING;
  if (others !== undefined) return alternativesOf(root, isEmpty(others) ? true : others);
  // a schema that names members and is silent on others is taken at its word
  return isObject(properties) && !isEmpty(properties) ? NONE : ANYTHING;
}

function intoList(root: JsonSchema, schema: JsonSchema): Alternatives {
  const types = typesOf(schema);
  if (types !== undefined && !types.has("array")) return NONE;
  const { items, prefixItems } = schema;
  return items === undefined || prefixItems !== undefined ? ANYTHING : alternativesOf(root, items);
}

function isEmpty(schema: unknown): boolean {
  return isObject(schema) && Object.keys(schema).length === 0;
}

function namesOf({ schemas }: Alternatives): readonly string[] {
  return schemas
    .flatMap(({ properties }) => (isObject(properties) ? Object.entries(properties) : []))
    .filter(([, schema]) => schema !== false)
    .map(([name]) => name);
}
