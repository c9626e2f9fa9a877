import { type JsonValue, type Obligation, replaceAt } from "@ambit/core";
import { MASK } from "../record/recorded.ts";
import { project } from "../call/project.ts";

const WITHHELD = "[withheld: the result could not be redacted]";

/**
 * `redact:field`: masks fields of a result before the agent sees it.
 *
 * JSON text stays JSON text. A result in which fields cannot be found for certain is withheld as a whole.
 */
export function redactResult(value: unknown, obligations: readonly Obligation[]): unknown {
  const fields = obligations.flatMap((obligation) =>
    obligation.kind === "redact" ? [obligation.field] : [],
  );
  if (fields.length === 0) return value;
  return rewriteResult(value, (data) =>
    fields.reduce((masked, field) => replaceAt(masked, field, () => MASK).value, data),
  );
}

type Rewrite = (data: JsonValue) => JsonValue;

function rewriteResult(value: unknown, rewrite: Rewrite): unknown {
  if (typeof value === "string") return rewriteText(value, rewrite);
  if (isMessage(value)) {
    value.content = typeof value.content === "string" ? rewriteText(value.content, rewrite) : WITHHELD;
    if ("artifact" in value) value.artifact = undefined;
    return value;
  }
  if (Array.isArray(value) && value.length === 2) return [rewriteResult(value[0], rewrite), undefined];
  const data = project(value);
  return data === undefined || !data.rebuildable ? WITHHELD : rewrite(data.value);
}

function rewriteText(text: string, rewrite: Rewrite): string {
  try {
    const data: JsonValue = JSON.parse(text);
    return typeof data === "object" && data !== null ? JSON.stringify(rewrite(data)) : WITHHELD;
  } catch {
    return WITHHELD;
  }
}

/** A host's message object: redacted in place, so that it stays the message that it is. */
function isMessage(value: unknown): value is { content: unknown; artifact?: unknown } {
  return typeof value === "object" && value !== null && "content" in value && "tool_call_id" in value;
}
