import { EDGES, type EdgeKind, isPurpose, type JsonObject, type Sensitivity } from "@ambit/core";
import { z } from "zod";

import { PROVENANCE_KEYS, provenanceSchema, type WrittenProvenance } from "./written-provenance.ts";

/** A link of a grant, as a person or a record writes it. What is left out limits nothing. */
export interface WrittenLink {
  /** `open` for the first link, `delegate` for the others when absent. */
  readonly edge?: EdgeKind | undefined;
  readonly id?: string | undefined;
  /** `"any"`, names of tools, or per tool its clauses: arguments (constraints in their wire form) and resources. */
  readonly tools?: string | readonly string[] | Readonly<Record<string, unknown>> | undefined;
  readonly sensitivity?: Sensitivity | number | undefined;
  readonly purpose?: string | undefined;
  readonly depth?: number | undefined;
  readonly expiresAt?: number | undefined;
  readonly budget?: Readonly<Record<string, number>> | undefined;
}

/** A call as a person describes it. Only subject, tool and purpose are needed; the manifest knows the rest. */
export interface CallSpec {
  readonly subject:
    | string
    | {
        readonly id: string;
        readonly roles?: readonly string[] | undefined;
        readonly attributes?: JsonObject | undefined;
      };
  /** Roles of the subject for this run. */
  readonly roles?: readonly string[] | undefined;
  /** The agent that calls; or, as `actors`, all of them from the first to the one that calls. */
  readonly actor?: string | undefined;
  readonly actors?: readonly string[] | undefined;
  readonly tool: string;
  readonly args?: JsonObject | undefined;
  readonly purpose: string;
  readonly tenant?: string | undefined;
  /** How many delegations lie behind; one less than there are actors when absent. */
  readonly depth?: number | undefined;
  /** Instead of `attempt 1`, `branch false`, the hour of the clock and so on. */
  readonly env?: JsonObject | undefined;
  /** Instead of what the manifest's templates give. */
  readonly resource?: string | readonly string[] | undefined;
  readonly sensitivity?: Sensitivity | number | undefined;
  readonly action?: string | undefined;
  /** Where the values in `args` come from. */
  readonly provenance?: WrittenProvenance | undefined;
  /** The links of the grant, root first; absent: the policy alone is asked. */
  readonly grant?: readonly WrittenLink[] | undefined;
}

const name = z.string().min(1).max(1000);
const purpose = z.string().refine(isPurpose, "a purpose is a path of lower-case words: support/refund");
const sensitivity = z.union([
  z.enum(["public", "internal", "confidential", "restricted"]),
  z.int().min(0).max(3),
]);
const object = z.record(z.string(), z.json()) as z.ZodType<JsonObject>;
const count = z.int().min(0).max(1_000_000);

const link = z.strictObject({
  edge: z.enum(EDGES).optional(),
  id: name.optional(),
  tools: z.union([z.literal("any"), z.array(name), z.record(z.string(), z.unknown())]).optional(),
  sensitivity: sensitivity.optional(),
  purpose: purpose.optional(),
  depth: count.optional(),
  expiresAt: z.number().optional(),
  budget: z.record(z.string(), count).optional(),
});

const subject = z.strictObject({
  id: name,
  roles: z.array(name).optional(),
  attributes: object.optional(),
});

const call = z.strictObject({
  subject: z.union([name, subject]),
  roles: z.array(name).optional(),
  actor: name.optional(),
  actors: z.array(name).optional(),
  tool: name,
  args: object.optional(),
  purpose,
  tenant: name.optional(),
  depth: count.optional(),
  env: object.optional(),
  resource: z.union([name, z.array(name).min(1)]).optional(),
  sensitivity: sensitivity.optional(),
  action: name.optional(),
  provenance: provenanceSchema.optional(),
  grant: z.array(link).min(1).optional(),
});

/** The description of a call. */
export const callSchema: z.ZodType<CallSpec> = call;

/** The keys that an object within a description may have, by the path of the object without indices. */
export const CALL_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["", Object.keys(call.shape)],
  ["subject", Object.keys(subject.shape)],
  ["provenance", PROVENANCE_KEYS],
  ["grant", Object.keys(link.shape)],
]);
