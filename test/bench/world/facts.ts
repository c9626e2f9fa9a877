import type { PolicyRequest } from "@ambit/core";
import { closure, type World } from "./world.ts";

/** What a call is, in words that every engine can be told. Roles, toolsets and purposes are worked out beforehand. */
export interface Facts {
  readonly user: string;
  readonly roles: readonly string[];
  readonly tool: string;
  readonly toolsets: readonly string[];
  readonly action: string;
  readonly resource: string;
  readonly folder: string;
  readonly sensitivity: number;
  readonly purpose: string;
  readonly purposes: readonly string[];
  readonly depth: number;
  readonly attempt: number;
  readonly amount: number;
}

const SENSITIVITIES = ["public", "internal", "confidential", "restricted"];

/** The facts of a call with one principal and one resource. */
export function factsOf(call: PolicyRequest, { roles, toolsets, purposes }: World): Facts {
  const user = call.principals[0]?.id ?? "";
  const resource = call.resources[0] ?? "";
  return {
    user,
    roles: closure(roles, user),
    tool: call.tool,
    toolsets: closure(toolsets, call.tool),
    action: call.action,
    resource,
    folder: resource.slice(0, resource.lastIndexOf("/")),
    sensitivity: SENSITIVITIES.indexOf(call.sensitivity),
    purpose: call.intent,
    purposes: closure(purposes, call.intent),
    depth: call.depth,
    attempt: Number(call.env["attempt"]),
    amount: Number(call.args["amount"]),
  };
}
