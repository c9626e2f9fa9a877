import {
  AmbitError,
  canonicalResource,
  type CodeName,
  compileTemplate,
  type JsonObject,
  type PolicyRequest,
  type Principal,
  type Sensitivity,
  sensitivityRank,
  type ToolEntry,
} from "@ambit/core";

import { DescribedFacts } from "./described-facts.ts";
import type { WrittenProvenance } from "./written-provenance.ts";

/** A call as somebody describes it who is sure of its form. What is left out the manifest knows. */
export interface NamedCall {
  readonly subject: Principal;
  /** Of the subject. */
  readonly attributes: JsonObject;
  /** From the first agent to the one that calls; none when the subject acts itself. */
  readonly actors: readonly string[];
  readonly tool: string;
  readonly args: JsonObject;
  readonly purpose: string;
  readonly tenant?: string | undefined;
  /** How many delegations lie behind; one less than there are actors when absent. */
  readonly depth?: number | undefined;
  /** Instead of `attempt 1`, `branch false` and so on. */
  readonly env?: JsonObject | undefined;
  /** Instead of what the manifest's templates give. */
  readonly resources?: readonly string[] | undefined;
  readonly sensitivity?: Sensitivity | undefined;
  readonly action?: string | undefined;
  readonly provenance?: WrittenProvenance | undefined;
}

/** What a call asks the policy. */
export interface NamedRequest {
  readonly request: PolicyRequest;
  /** Set when a resource of the call has no canonical form: the gate refuses such a call before it is decided. */
  readonly refused?: CodeName;
}

/** The request of a call of a tool; `now`, milliseconds since the epoch, gives `env.hour`. */
export function toRequest(
  call: NamedCall,
  { entry, now }: { readonly entry: ToolEntry | undefined; readonly now?: number | undefined },
): NamedRequest {
  const { subject, actors, tool, args, tenant } = call;
  const resources = resourcesOf(call, entry);
  const request = {
    ...known(call, entry),
    principals: [subject, ...actors.map((id) => ({ id }))],
    tool,
    resources: resources ?? [`tool:${tool}`],
    intent: call.purpose,
    depth: call.depth ?? Math.max(0, actors.length - 1),
    ...(tenant === undefined ? {} : { tenant }),
    env: environment(call, now),
    args,
  };
  return resources === undefined ? { request, refused: "resource_invalid" } : { request };
}

/** What the manifest says of a tool where the call does not; the strictest of one that it does not have. */
function known(
  { action, sensitivity, provenance = {} }: NamedCall,
  entry: ToolEntry | undefined,
): Pick<PolicyRequest, "action" | "sensitivity" | "provenance"> {
  return {
    action: action ?? entry?.action ?? "unknown",
    sensitivity: sensitivity ?? entry?.sensitivity ?? "restricted",
    provenance: new DescribedFacts(provenance, entry?.risk),
  };
}

function environment(
  { subject, attributes, actors, tenant, env }: NamedCall,
  now: number | undefined,
): JsonObject {
  return {
    attempt: 1,
    branch: false,
    siblings: 1,
    tainted: false,
    seen: sensitivityRank("public"),
    generation: 1,
    ...(now === undefined ? {} : { hour: new Date(now).getUTCHours() }),
    subject: { ...attributes, id: subject.id },
    actor: actors.at(-1) ?? subject.id,
    ...(tenant === undefined ? {} : { tenant }),
    ...env,
  };
}

/** Undefined when one has no canonical form. */
function resourcesOf(
  { resources: named, tool, args, tenant, subject }: NamedCall,
  entry: ToolEntry | undefined,
): readonly string[] | undefined {
  const variables = { args, subject: subject.id, ...(tenant === undefined ? {} : { tenant }) };
  try {
    const resources =
      named?.map(canonicalResource) ?? templatesOf(entry).flatMap((expand) => expand(variables));
    return resources.length === 0 ? [`tool:${tool}`] : resources;
  } catch (error) {
    if (AmbitError.find(error)?.reason === "resource_invalid") return undefined;
    throw error;
  }
}

type Template = ReturnType<typeof compileTemplate>;

/** Per tool: a test asks many calls of one. */
const compiled = new WeakMap<ToolEntry, readonly Template[]>();

function templatesOf(entry: ToolEntry | undefined): readonly Template[] {
  if (entry === undefined) return [];
  const known = compiled.get(entry) ?? entry.resources.map(compileTemplate);
  compiled.set(entry, known);
  return known;
}
