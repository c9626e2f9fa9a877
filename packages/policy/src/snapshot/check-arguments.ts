import type { Finding } from "../finding/finding.ts";
import { PolicyError } from "../finding/policy-error.ts";
import { checkConditions } from "../schema/check-conditions.ts";
import { type JsonSchema, toJsonSchema } from "../schema/json-schema.ts";
import { type KnownSchemas, knownSchemas } from "../schema/known-schemas.ts";
import type { PolicyParts } from "./policy-parts.ts";
import { toScope, toShared } from "./scope.ts";

/** What the rules of a policy get wrong about arguments, by the schemas that it was loaded with and by more of them. */
export function argumentFindings(parts: PolicyParts, more: KnownSchemas = new Map()): readonly Finding[] {
  const { model, rules, tools, options, text } = parts;
  const schemas = new Map([...knownSchemas(options.schemas ?? {}, tools), ...more]);
  if (schemas.size === 0) return [];
  const { calls: set } = model;
  const scope = toScope(set, rules.rules, toShared(model, rules, options.functions));
  return checkConditions({ set, scope, rules: rules.rules, tools, text }, schemas);
}

/** Throws `PolicyError` when a rule reads an argument that no tool to which it applies has. */
export function checkArguments(parts: PolicyParts, given: ReadonlyMap<string, unknown>): void {
  const more = new Map<string, JsonSchema>();
  for (const [tool, schema] of given) {
    const read = toJsonSchema(schema);
    if (read !== undefined) more.set(tool, read);
  }
  const findings = argumentFindings(parts, more);
  if (findings.some(({ severity }) => severity === "fatal"))
    throw new PolicyError(findings, new Map([[parts.text.file, parts.text.text]]));
}
