import { type Grant, parseSensitivity, type ToolEntry } from "@ambit/core";

import type { CallSpec } from "./call-schema.ts";
import { parseCall } from "./parse-call.ts";
import { readGrant } from "./read-grant.ts";
import { type NamedCall, type NamedRequest, toRequest } from "./to-request.ts";

/** A described call, ready to be decided. */
export interface DescribedCall extends NamedRequest {
  /** Of the links in the description; undefined when it has none. */
  readonly grant: Grant | undefined;
}

/** What describing a call needs of a policy. */
export interface Manifest {
  manifest(tool: string): ToolEntry | undefined;
}

/**
 * Turns the description of a call into a request to the policy, with what the manifest says of the tool.
 *
 * `now` is in milliseconds since the epoch and gives `env.hour`. Throws `CallError` when the description is not valid.
 */
export function describeCall(
  value: unknown,
  { policy, now }: { readonly policy: Manifest; readonly now: number },
): DescribedCall {
  const spec = parseCall(value);
  const request = toRequest(namedCall(spec), { entry: policy.manifest(spec.tool), now });
  const grant = spec.grant === undefined ? undefined : readGrant(spec.grant, spec.purpose);
  return { ...request, grant };
}

function namedCall(spec: CallSpec): NamedCall {
  const { subject, actor, resource, args = {} } = spec;
  const { id, roles = [], attributes = {} } = typeof subject === "string" ? { id: subject } : subject;
  const held = [...(spec.roles ?? []), ...roles];
  return {
    ...spec,
    subject: held.length === 0 ? { id } : { id, roles: held },
    attributes,
    actors: spec.actors ?? (actor === undefined ? [] : [actor]),
    args,
    resources: typeof resource === "string" ? [resource] : resource,
    sensitivity: parseSensitivity(spec.sensitivity),
  };
}
