import type { JsonObject, JsonValue, PolicyRequest, ValueSource } from "@ambit/core";

import type { CallEdit } from "./edit.ts";
import { withSource } from "./with-source.ts";

/** The request of an edited call. */
export function editedRequest(request: PolicyRequest, edits: readonly CallEdit[]): PolicyRequest {
  return edits.reduce(edited, request);
}

function edited(request: PolicyRequest, { name, to }: CallEdit): PolicyRequest {
  if (name === "purpose") return { ...request, intent: to as string };
  if (name === "depth") return { ...request, depth: to as number };
  const asked = /^from\(args\.(.+)\)$/u.exec(name)?.[1];
  if (asked !== undefined) {
    const { provenance = {} } = request;
    return { ...request, provenance: withSource(provenance, asked, to as ValueSource) };
  }
  const [root, ...members] = name.split(".");
  if (root === "args") return { ...request, args: withMember(request.args, members, to) };
  return {
    ...request,
    env: withMember(request.env, root === "subject" ? ["subject", ...members] : members, to),
  };
}

function withMember(object: JsonObject, members: readonly string[], to: JsonValue): JsonObject {
  const [first, ...rest] = members;
  if (first === undefined) return object;
  const inner = Object.hasOwn(object, first) ? object[first] : undefined;
  const below =
    typeof inner === "object" && inner !== null && !Array.isArray(inner) ? (inner as JsonObject) : {};
  return { ...object, [first]: rest.length === 0 ? to : withMember(below, rest, to) };
}
