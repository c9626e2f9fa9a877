import { BaseMessage } from "@langchain/core/messages";

/** Members that say when, or how long, and differ from run to run. */
const TIMES: ReadonlySet<string> = new Set(["ts", "created_at", "timestamp", "checkpoint_map"]);
/** Of messages and tasks; of interrupts, which are hashes. */
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b/gu;
/** Lines of a stack in a text: they name every function on the way, ours too. */
const STACK = /\\n +at (?:[^"\\]|\\\\)*/gu;
const DEEPEST = 12;

/**
 * A value as text that two runs of the same behaviour share: ids by the order in which they come, without times.
 *
 * Messages and errors by what readers of them see; functions and class instances by name. The one tool that Ambit's
 * middleware adds, `declare_intent`, is struck from lists of tools.
 */
export function transcript(value: unknown): string {
  const text = JSON.stringify(shown(value, []), null, 1)
    .replaceAll(/, ?declare_intent\b/gu, "")
    .replaceAll(STACK, "");
  const ids = new Map<string, string>();
  return text.replaceAll(ID, (id) => {
    const known = ids.get(id) ?? `<id ${ids.size + 1}>`;
    ids.set(id, known);
    return known;
  });
}

function shown(value: unknown, above: readonly object[]): unknown {
  if (value === undefined) return "(undefined)";
  if (typeof value === "function") return `(function)`;
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  return typeof value === "object" && value !== null ? shownObject(value, above) : value;
}

function shownObject(value: object, above: readonly object[]): unknown {
  if (above.includes(value)) return "(above)";
  if (above.length > DEEPEST) return "(deep)";
  const path = [...above, value];
  if (BaseMessage.isInstance(value)) return message(value, path);
  if (value instanceof Error) return error(value, path);
  if (Array.isArray(value)) return value.map((item) => shown(item, path));
  if (value instanceof Map) return { "(map)": shown([...value], path) };
  return members(value, path);
}

function members(value: object, path: readonly object[]): unknown {
  const { constructor } = value as { readonly constructor?: { readonly name?: string } };
  const isPlain = constructor === Object || constructor === undefined;
  const own = Object.entries(value).filter(([name]) => !TIMES.has(name));
  const told = own.map(([name, member]) => [name, shown(member, path)] as const);
  return { ...(isPlain ? {} : { "(class)": constructor?.name }), ...Object.fromEntries(told) };
}

function message(value: BaseMessage, path: readonly object[]): unknown {
  const { type, content, name, id, additional_kwargs: kwargs, response_metadata: metadata } = value;
  const rest = value as unknown as Readonly<Record<string, unknown>>;
  const { tool_calls, tool_call_id, status, artifact, usage_metadata } = rest;
  const told = {
    content,
    name,
    id,
    kwargs,
    metadata,
    tool_calls,
    tool_call_id,
    status,
    artifact,
    usage_metadata,
  };
  return { "(message)": type, ...(shown(told, path) as object) };
}

function error(value: Error, path: readonly object[]): unknown {
  const { name, message: text, cause } = value;
  const { lc_error_code: code } = value as { readonly lc_error_code?: unknown };
  return {
    "(error)": name,
    message: text,
    code,
    ...(cause === undefined ? {} : { cause: shown(cause, path) }),
  };
}
