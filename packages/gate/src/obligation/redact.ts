import { type JsonValue, type Obligation, replaceEverywhere } from "@ambit/core";
import { project } from "../call/project.ts";
import { MASK } from "../record/recorded.ts";

const WITHHELD = "[withheld: the result could not be redacted]";

interface Outcome {
  readonly status: "ok" | "error" | "suspended";
  readonly obligations: readonly Obligation[];
}

/**
 * `redact:field`: masks fields of a result before the agent sees it, wherever in the result they stand.
 *
 * JSON text stays JSON text. What is not data that can be searched is withheld as a whole, the text of an error too.
 */
export function redactOutcome(value: unknown, { status, obligations }: Outcome): unknown {
  const fields = obligations.flatMap((obligation) =>
    obligation.kind === "redact" ? [obligation.field] : [],
  );
  if (fields.length === 0 || status === "suspended") return value;
  if (status === "error") return new Error(WITHHELD);
  return rewriteResult(value, (data) =>
    fields.reduce((masked, field) => replaceEverywhere(masked, field, () => MASK), data),
  );
}

type Rewrite = (data: JsonValue) => JsonValue;

function rewriteResult(value: unknown, rewrite: Rewrite): unknown {
  if (typeof value === "string") return rewriteText(value, rewrite);
  if (isMessage(value)) return rewriteMessage(value, rewrite);
  // content and artifact: the artifact goes past the model, into state
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

interface HostMessage {
  content: unknown;
  artifact?: unknown;
  additional_kwargs?: unknown;
}

/** A host's message is redacted in place, so that it stays the message that it is. */
function isMessage(value: unknown): value is HostMessage {
  return typeof value === "object" && value !== null && "content" in value && "tool_call_id" in value;
}

function rewriteMessage(message: HostMessage, rewrite: Rewrite): HostMessage {
  message.content = typeof message.content === "string" ? rewriteText(message.content, rewrite) : WITHHELD;
  if ("artifact" in message) message.artifact = undefined;
  if ("additional_kwargs" in message) message.additional_kwargs = {};
  return message;
}
