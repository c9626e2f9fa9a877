import type { FieldClass, JsonValue, PolicyPort, ResultFormat } from "@ambit/core";
import { project } from "../call/project.ts";

/** What came back, as far as it is data. */
export interface ResultData {
  readonly value: JsonValue;
  /** Set for a text that was not read as anything else. */
  readonly text?: FieldClass;
}

const MAX_PARTS = 100_000;

/** The data in the result of a tool: of a host's message, its content. What cannot be read is prose. */
export function resultData(
  result: unknown,
  format: ResultFormat,
  readYaml: PolicyPort["readYaml"],
): ResultData {
  const content = contentOf(result);
  if (typeof content === "string") {
    const read = FORMATS[format](content, readYaml);
    return read === undefined ? { value: content, text: "prose" } : { value: read };
  }
  const data = project(content);
  return data?.rebuildable === true ? { value: data.value } : { value: textsIn(content), text: "prose" };
}

type Reader = (text: string, readYaml: PolicyPort["readYaml"]) => JsonValue | undefined;

const FORMATS: Readonly<Record<ResultFormat, Reader>> = {
  json: (text) => {
    try {
      return JSON.parse(text) as JsonValue;
    } catch {
      return undefined;
    }
  },
  yaml: (text, readYaml) => readYaml?.(text),
  lines: (text) => text.split(/\r?\n/u).filter((line) => line.trim() !== ""),
  text: (text) => text,
};

/** The text of a message, the content beside an artifact, or the result itself. */
function contentOf(result: unknown): unknown {
  const first: unknown = isMessage(result) ? result.content : contentBeside(result);
  if (!Array.isArray(first) || first.length === 0) return first;
  const texts = first.map((block: unknown) => textOf(block));
  return texts.every((text) => text !== undefined) ? texts.join("\n") : first;
}

function contentBeside(result: unknown): unknown {
  const isPair = Array.isArray(result) && result.length === 2 && typeof result[0] === "string";
  return isPair && typeof result[1] !== "string" ? result[0] : result;
}

function isMessage(value: unknown): value is { readonly content: unknown } {
  return typeof value === "object" && value !== null && "content" in value && "tool_call_id" in value;
}

/** The text of a content block `{ type: "text", text }`. */
function textOf(block: unknown): string | undefined {
  if (typeof block !== "object" || block === null) return undefined;
  const { type, text } = block as { readonly type?: unknown; readonly text?: unknown };
  return type === "text" && typeof text === "string" ? text : undefined;
}

/** Every text in what is no data: own data properties alone, so that no code of it runs. */
function textsIn(value: unknown): string {
  const texts: string[] = [];
  const seen = new Set<object>();
  const open: unknown[] = [value];
  for (let next = open.pop(); next !== undefined && seen.size < MAX_PARTS; next = open.pop()) {
    if (typeof next === "string" || typeof next === "number") texts.push(String(next));
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    for (const property of Object.values(Object.getOwnPropertyDescriptors(next)))
      if ("value" in property && property.value !== undefined) open.push(property.value);
  }
  return texts.join("\n");
}
