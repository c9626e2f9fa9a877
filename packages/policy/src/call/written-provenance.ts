import { VALUE_SOURCES, type ValueSource } from "@ambit/core";
import { z } from "zod";

/**
 * Where the values of a call come from, as a person writes it: under the functions of conditions, by the paths of
 * arguments. A path stands for all that lies below it, `*` for every argument.
 *
 * What is left out nobody knows, and a condition that asks denies. The risk of the tool stands in the manifest.
 */
export interface WrittenProvenance {
  /** The place of each argument; the longest path that holds a value tells. */
  readonly from?: Readonly<Record<string, ValueSource>> | undefined;
  /** The arguments of which it holds; it does not hold of the others. */
  readonly nowhere?: readonly string[] | undefined;
  readonly contested?: readonly string[] | undefined;
  readonly fresh?: readonly string[] | undefined;
  readonly copied?: readonly string[] | undefined;
  /** Those that contain a secret. */
  readonly contains?: readonly string[] | undefined;
  /** Those whose links have hosts of the user. */
  readonly host?: readonly string[] | undefined;
  /** Those linked to the user. */
  readonly linked?: readonly string[] | undefined;
  readonly planned?: boolean | undefined;
  readonly reasons?: number | undefined;
}

const path = z.string().min(1).max(1000);

function paths(what: string): z.ZodOptional<z.ZodArray<z.ZodString>> {
  return z
    .array(path)
    .optional()
    .describe(`Paths of arguments ${what}; it does not hold of the others. Absent: unknown.`);
}

const provenance = z.strictObject({
  from: z
    .record(path, z.enum(VALUE_SOURCES))
    .optional()
    .describe("By path of argument where its values come from; * stands for every argument."),
  nowhere: paths("with a value that was seen nowhere before the call"),
  contested: paths("with a value that stands in a record and in prose of others as well"),
  fresh: paths("with a link or address from nowhere good"),
  copied: paths("that repeat prose of others"),
  contains: paths("that contain a secret"),
  host: paths("whose links have hosts of the user"),
  linked: paths("whose records were reached from the user's words"),
  planned: z.boolean().optional().describe("Whether the intent, or the run's allow, names the tool."),
  reasons: z.int().min(0).max(1000).optional().describe("How many reasons speak against the call."),
});

/** The schema of what is written of where values come from. */
export const provenanceSchema: z.ZodType<WrittenProvenance> = provenance;

export const PROVENANCE_KEYS: readonly string[] = Object.keys(provenance.shape);

/** Every path of an argument that is written there, and the key under which it stands. */
export function writtenPaths(
  written: WrittenProvenance,
): readonly { readonly key: string; readonly path: string }[] {
  return Object.entries(written).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== "object" || value === null) return [];
    const named = Array.isArray(value) ? (value as readonly string[]) : Object.keys(value);
    return named.map((each) => ({ key, path: each }));
  });
}
