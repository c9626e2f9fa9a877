import type { JsonObject } from "../json/json.ts";
import type { Sensitivity } from "../sensitivity/sensitivity.ts";

/** What a tool does to the world. */
export type ToolEffect = "read" | "navigate" | "write" | "commit";

/** `high`: destructive or egress; `low`: reversible, own scope, no egress. */
export type ToolRisk = "low" | "normal" | "high";

/** What an argument is. The first five are id-like: they name someone or something. */
export type ArgumentRole = "address" | "url" | "object" | "path" | "secret" | "name" | "prose" | "quantity";

/** Where the values of a result field come from; what is not declared is `prose`: untrusted. */
export type FieldClass = "id" | "counterparty" | "prose" | "message";

/** What the text of a result is. */
export type ResultFormat = "json" | "yaml" | "lines" | "text";

/** How an argument is made unreadable before anything is written. */
export type Redaction = "hash" | "mask" | "drop";

/** What the manifest says of one tool. */
export interface ToolEntry {
  readonly tool: string;
  readonly action: string;
  readonly effect: ToolEffect;
  readonly risk: ToolRisk;
  readonly idempotent: boolean;
  readonly sensitivity: Sensitivity;
  /** Resource templates, `crm://{tenant}/orders/{args.orderId}`; none means `tool:<name>`. */
  readonly resources: readonly string[];
  /** Role per argument path. */
  readonly args: Readonly<Record<string, ArgumentRole>>;
  readonly redact: Readonly<Record<string, Redaction>>;
  /** Audiences for which this tool may ask credentials. */
  readonly audiences: readonly string[];
  /** The name of a trusted resolver of resource, sensitivity and version. */
  readonly resolve?: string;
  /** Argument paths whose schema is not deterministic and which are left out of the stability check of L5. */
  readonly opaque: readonly string[];
  readonly returns: ReturnsEntry;
  /** The tools whose writes it completes, and whose verdict it inherits. */
  readonly completes?: readonly string[];
  /** The JSON Schema of its arguments, where the manifest has it. */
  readonly inputSchema?: JsonObject;
}

/** What the manifest says of a tool's result. */
export interface ReturnsEntry {
  readonly sensitivity: Sensitivity;
  readonly fields: Readonly<Record<string, FieldClass>>;
  /** How the text of a result is read; JSON when absent. What cannot be read is prose. */
  readonly parse?: ResultFormat;
  /** Paths of fields that must not leave by another call. */
  readonly secrets?: readonly string[];
  /** What the texts of its errors are: `prose` when absent. */
  readonly errors?: "message" | "prose";
}

/** Whether a tool changes something: `write` and `commit`. */
export function isWrite(entry: ToolEntry): boolean {
  return entry.effect === "write" || entry.effect === "commit";
}

/** Whether a role names someone or something, so that its value matters when a call is retried. */
export function isIdLike(role: ArgumentRole): boolean {
  return role === "address" || role === "url" || role === "object" || role === "path" || role === "secret";
}
