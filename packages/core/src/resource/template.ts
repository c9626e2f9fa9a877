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

/**
 * The canonical resources that a call names, by a template of the tool manifest; throws `resource_invalid`.
 *
 * Placeholders: `{tenant}`, `{subject}`, `{args.order.id}`, and `{args.cc[*]}`, which yields one resource per element of
 * a list (none for an empty list). A value fills one segment or a part of it and can never add one. With a slash before
 * the closing brace, `file://{args.path/}`, a value may hold several segments, each of them judged; where such a
 * placeholder is the whole template, `{args.url/}`, the value is the resource itself.
 */
export function expandTemplate(template: string, vars: TemplateVars): readonly string[] {
  const whole = /^\{([^{}]*)\/\}$/u.exec(template);
  if (whole !== null) return valuesOf(whole[1] as string, vars).map(canonicalResource);
  let texts: readonly string[] = [""];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const literal = template.slice(end, match.index);
    const spelled = spell(match[1] as string, vars);
    texts = texts.flatMap((text) => spelled.map((value) => text + literal + value));
    if (texts.length > MAX_RESOURCES) throw invalid(match[1] as string);
    end = match.index + match[0].length;
  }
  const rest = template.slice(end);
  return texts.map((text) => canonicalResource(text + rest));
}

function spell(placeholder: string, vars: TemplateVars): readonly string[] {
  if (!placeholder.endsWith("/"))
    return valuesOf(placeholder, vars).map((value) => encode(value, placeholder));
  const name = placeholder.slice(0, -1);
  return valuesOf(name, vars).map((path) => {
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

/** Encodes everything that could end a segment, a query parameter or an authority; `@` is judged by the resource's form. */
function encode(value: string, placeholder: string): string {
  try {
    return encodeURIComponent(value).replaceAll("*", "%2A").replaceAll("%40", "@");
  } catch {
    throw invalid(placeholder); // a lone surrogate
  }
}

function valuesOf(name: string, vars: TemplateVars): readonly string[] {
  if (name === "tenant" || name === "subject") return [scalarText(vars[name], name)];
  const path = ARGUMENT.exec(name)?.[1];
  if (path === undefined) throw invalid(name);
  let values: readonly JsonValue[] = [vars.args];
  for (const step of path.match(/\[\*\]|[^.[\]]+/gu) ?? []) {
    values = values.flatMap((value) =>
      step === "[*]" ? elements(value, name) : [member(value, step, name)],
    );
    if (values.length > MAX_RESOURCES) throw invalid(name);
  }
  return values.map((value) => scalarText(value, name));
}

function elements(value: JsonValue, name: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw invalid(name);
  return value as readonly JsonValue[];
}

function member(value: JsonValue, step: string, name: string): JsonValue {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, step))
    throw invalid(name);
  return (value as JsonObject)[step] as JsonValue;
}

function scalarText(value: JsonValue | undefined, name: string): string {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string" || value === "") throw invalid(name);
  return value;
}

function invalid(placeholder: string): AmbitError {
  return new AmbitError("resource_invalid", { placeholder });
}
