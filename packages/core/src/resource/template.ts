import { AmbitError } from "../error/ambit-error.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { canonicalResource } from "./canonical.ts";

/** What the placeholders of a template stand for. */
export interface TemplateVars {
  readonly args: JsonObject;
  readonly tenant?: string;
  readonly subject?: string;
}

/** Beyond this many resources a call is not decided but refused. */
const MAX_RESOURCES = 256;
const PLACEHOLDER = /\{([^{}]*)\}/gu;
const ARGUMENT = /^args((?:\.[^.[\]{}/]+|\[\*\])+)$/u;

/** Expands a template; throws `resource_invalid`. */
export type Expand = (vars: TemplateVars) => readonly string[];

/** The values that a placeholder stands for. */
type Read = (vars: TemplateVars) => readonly string[];

interface Part {
  /** What stands before the placeholder. */
  readonly literal: string;
  readonly placeholder: string;
  readonly read: Read;
}

/**
 * Reads a template of the tool manifest into a function that gives the canonical resources which a call names.
 *
 * Placeholders: `{tenant}`, `{subject}`, `{args.order.id}`, and `{args.cc[*]}`, which yields one resource per element of
 * a list (none for an empty or absent list). A value fills one segment or a part of it and can never add one. With a
 * slash before the closing brace, `file://{args.path/}`, a value may hold several segments, each of them judged; where
 * such a placeholder is the whole template, `{args.url/}`, the value is the resource itself.
 */
export function compileTemplate(template: string): Expand {
  const whole = /^\{([^{}]*)\/\}$/u.exec(template)?.[1];
  if (whole !== undefined) {
    const read = reading(whole);
    return (vars) => read(vars).map(canonicalResource);
  }
  const parts: Part[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const placeholder = match[1] as string;
    const read = reading(placeholder.endsWith("/") ? placeholder.slice(0, -1) : placeholder);
    parts.push({ literal: template.slice(end, match.index), placeholder, read });
    end = match.index + match[0].length;
  }
  const rest = template.slice(end);
  return (vars) => texts(parts, vars).map((text) => canonicalResource(text + rest));
}

/** The canonical resources that a call names by a template, read and expanded at once. */
export function expandTemplate(template: string, vars: TemplateVars): readonly string[] {
  return compileTemplate(template)(vars);
}

function texts(parts: readonly Part[], vars: TemplateVars): readonly string[] {
  let found: readonly string[] = [""];
  for (const { literal, placeholder, read } of parts) {
    const spelled = spell(placeholder, read(vars));
    found = found.flatMap((text) => spelled.map((value) => text + literal + value));
    if (found.length > MAX_RESOURCES) throw invalid(placeholder);
  }
  return found;
}

function spell(placeholder: string, values: readonly string[]): readonly string[] {
  if (!placeholder.endsWith("/")) return values.map((value) => encode(value, placeholder));
  const name = placeholder.slice(0, -1);
  return values.map((path) => {
    const root = path.startsWith("/") ? "/" : "";
    const body = path.slice(root.length, path.endsWith("/") ? -1 : undefined);
    return (
      root +
      body
        .split("/")
        .map((segment) => encode(segment, name))
        .join("/")
    );
  });
}

const UNRESERVED = /^[\w.~-]*$/;

/** Encodes everything that could end a segment, a query parameter or an authority; `@` is judged by the resource's form. */
function encode(value: string, placeholder: string): string {
  if (UNRESERVED.test(value)) return value;
  try {
    return encodeURIComponent(value).replaceAll("*", "%2A").replaceAll("%40", "@");
  } catch {
    throw invalid(placeholder); // a lone surrogate
  }
}

/** Reads a placeholder once, for all calls. */
function reading(name: string): Read {
  if (name === "tenant" || name === "subject") return (vars) => [scalarText(vars[name], name)];
  const path = ARGUMENT.exec(name)?.[1];
  const steps = path?.match(/\[\*\]|[^.[\]]+/gu) ?? [];
  return ({ args }) => {
    if (path === undefined) throw invalid(name);
    return valuesAt(args, steps, name);
  };
}

function valuesAt(args: JsonObject, steps: readonly string[], name: string): readonly string[] {
  let values: readonly JsonValue[] = [args];
  for (const [index, step] of steps.entries()) {
    const isList = steps[index + 1] === "[*]";
    values = values.flatMap((value) =>
      step === "[*]" ? elements(value, name) : member(value, step, { name, isList }),
    );
    if (values.length > MAX_RESOURCES) throw invalid(name);
  }
  return values.map((value) => scalarText(value, name));
}

function elements(value: JsonValue, name: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw invalid(name);
  return value as readonly JsonValue[];
}

/** The member, as a list of one; nothing for a list that is absent, since it names nothing. */
function member(
  value: JsonValue,
  step: string,
  { name, isList }: { readonly name: string; readonly isList: boolean },
): readonly JsonValue[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(name);
  if (Object.hasOwn(value, step)) return [(value as JsonObject)[step] as JsonValue];
  if (isList) return [];
  throw invalid(name);
}

function scalarText(value: JsonValue | undefined, name: string): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string" || value === "") throw invalid(name);
  return value;
}

function invalid(placeholder: string): AmbitError {
  return new AmbitError("resource_invalid", { placeholder });
}
