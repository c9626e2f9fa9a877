import type {
  ArgumentRole,
  FieldClass,
  Redaction,
  ResultFormat,
  Sensitivity,
  ToolEffect,
  ToolRisk,
} from "@ambit/core";
import { z } from "zod";

/** An entry as it is written. */
export interface WrittenEntry {
  readonly action: string;
  readonly effect: ToolEffect;
  readonly risk?: ToolRisk | undefined;
  readonly idempotent?: boolean | undefined;
  readonly sensitivity: Sensitivity | number;
  readonly resources?: readonly string[] | undefined;
  readonly args?: Readonly<Record<string, ArgumentRole>> | undefined;
  readonly redact?: Readonly<Record<string, Redaction>> | undefined;
  readonly audiences?: readonly string[] | undefined;
  readonly resolve?: string | undefined;
  readonly opaque?: readonly string[] | undefined;
  readonly inputSchema?: Readonly<Record<string, unknown>> | undefined;
  readonly returns?:
    | {
        readonly sensitivity?: Sensitivity | number | undefined;
        readonly fields?: Readonly<Record<string, FieldClass>> | undefined;
        readonly parse?: ResultFormat | undefined;
        readonly secrets?: readonly string[] | undefined;
        readonly errors?: "message" | "prose" | undefined;
      }
    | undefined;
  readonly completes?: readonly string[] | undefined;
}

/** An argument or field path: `orderId`, `cc[*].address`. */
const path = z.string().regex(/^[^.[\]{}/\s]+(?:\.[^.[\]{}/\s]+|\[\*\])*$/u);

/** A path in a result, which may be a list itself: `[*].id`, `files.@keys`, `*.name`. */
const fieldPath = z.string().regex(/^(?:\[\*\]|[^.[\]{}/\s]+)(?:\.[^.[\]{}/\s]+|\[\*\])*$/u);

const sensitivity = z
  .union([z.enum(["public", "internal", "confidential", "restricted"]), z.int().min(0).max(3)])
  .describe("public 0, internal 1, confidential 2, restricted 3");

const returns = z
  .strictObject({
    sensitivity: sensitivity.optional().describe("Of the result; that of the tool when absent."),
    fields: z
      .record(fieldPath, z.enum(["id", "counterparty", "prose", "message"]))
      .optional()
      .describe(
        "Where the values of a field come from; * is any member or element, @keys the names of members; what is not named is prose: untrusted.",
      ),
    parse: z
      .enum(["json", "yaml", "lines", "text"])
      .optional()
      .describe("How the text of a result is read; json when absent. What cannot be read is prose."),
    secrets: z.array(fieldPath).optional().describe("Fields that must not leave by another call."),
    errors: z
      .enum(["message", "prose"])
      .optional()
      .describe("What the texts of errors are: message for the tool's own words; prose when absent."),
  })
  .describe("What the manifest says of the tool's result.");

const entry = z
  .strictObject({
    action: z.string().min(1).max(100).describe("The action in the policy: read, refund, deploy."),
    effect: z.enum(["read", "navigate", "write", "commit"]).describe("What the tool does to the world."),
    risk: z
      .enum(["low", "normal", "high"])
      .optional()
      .describe("high: destructive or egress; high when absent."),
    idempotent: z
      .boolean()
      .optional()
      .describe("Whether doing it twice is doing it once; false when absent."),
    sensitivity: sensitivity.describe("Of what the tool touches."),
    resources: z
      .array(z.string().min(1).max(1024))
      .optional()
      .describe("Resource templates, crm://{tenant}/orders/{args.orderId}; tool:<name> when absent."),
    args: z
      .record(path, z.enum(["address", "url", "object", "path", "secret", "name", "prose", "quantity"]))
      .optional()
      .describe("Role per argument."),
    redact: z
      .record(path, z.enum(["hash", "mask", "drop"]))
      .optional()
      .describe("How an argument is made unreadable before anything is written."),
    audiences: z
      .array(z.string().min(1))
      .optional()
      .describe("Audiences for which the tool may ask credentials."),
    resolve: z
      .string()
      .min(1)
      .optional()
      .describe("A trusted resolver of resource, sensitivity and version."),
    opaque: z.array(path).optional().describe("Arguments whose schema is not deterministic."),
    inputSchema: z
      .record(z.string(), z.unknown())
      .optional()
      .describe(
        "The JSON Schema of the arguments, as MCP servers publish it; conditions are checked against it.",
      ),
    returns: returns.optional(),
    completes: z
      .array(z.string().min(1))
      .optional()
      .describe("The tools whose writes a commit completes, and whose verdict it inherits."),
  })
  .describe("What the manifest says of one tool.");

/** One entry of the tool manifest. */
export const entrySchema: z.ZodType<WrittenEntry> = entry;

/** The keys that an entry may have. */
export const ENTRY_KEYS: readonly string[] = Object.keys(entry.shape);

/** The JSON Schema (2020-12) of a tool manifest. */
export function manifestJsonSchema(): object {
  const manifest = z.record(z.string().min(1), entry).meta({
    title: "Ambit tool manifest",
    description: "Every tool of the agents, by name. A tool without an entry is denied.",
  });
  return z.toJSONSchema(manifest, { target: "draft-2020-12" });
}
