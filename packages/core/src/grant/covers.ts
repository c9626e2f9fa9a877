import type { CodeName } from "../code/name.ts";
import { admits } from "../constraint/algebra.ts";
import type { Constraint } from "../constraint/constraint.ts";
import type { EdgeKind } from "../edge/edge.ts";
import { purposeWithin } from "../intent/purpose.ts";
import type { JsonObject } from "../json/json.ts";
import { resourceMatches } from "../resource/pattern.ts";
import { type Sensitivity, sensitivityRank } from "../sensitivity/sensitivity.ts";
import type { Clause, Grant, Scope } from "./grant.ts";
import { clausesOfTool } from "./scope.ts";

/** What a grant is asked about one call. */
export interface CoverRequest {
  readonly tool: string;
  readonly args: JsonObject;
  /** Canonical resources. */
  readonly resources: readonly string[];
  readonly sensitivity: Sensitivity;
  /** The purpose that the call serves. */
  readonly purpose: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Why a grant does not cover a call, and which link says so. */
export interface Refusal {
  readonly reason: CodeName;
  readonly edge: EdgeKind;
  /** The id of the link. */
  readonly link: string;
  /** The argument, resource or ceiling: its name, never the value of an argument. */
  readonly what: string;
}

/** Whether every link of a grant covers a call: undefined, or the first refusal from the root. */
export function grantCovers(grant: Grant, call: CoverRequest): Refusal | undefined {
  for (const { id, edge, scope } of grant.links) {
    const found = scopeRefusal(scope, call);
    if (found !== undefined) return { ...found, edge, link: id };
  }
  return undefined;
}

type Found = Pick<Refusal, "reason" | "what">;

function scopeRefusal(scope: Scope, call: CoverRequest): Found | undefined {
  // Written so that a time that is not a number is refused.
  if (!(call.now < scope.expiresAt)) return { reason: "grant_expired", what: "expiresAt" };
  if (!purposeWithin(call.purpose, scope.purpose)) return { reason: "purpose_outside", what: scope.purpose };
  if (sensitivityRank(call.sensitivity) > sensitivityRank(scope.sensitivity)) {
    return { reason: "sensitivity_exceeded", what: scope.sensitivity };
  }
  return scope.tools === "any" ? undefined : clausesRefusal(clausesOfTool(scope.tools, call.tool), call);
}

/** One clause must cover the call. Of several refusals, the one of the clause that came closest is told. */
function clausesRefusal(clauses: readonly Clause[], call: CoverRequest): Found | undefined {
  let closest: Found | undefined;
  for (const clause of clauses) {
    const found = clauseRefusal(clause, call);
    if (found === undefined) return undefined;
    if (closest === undefined || closest.reason === "constraint_violation") closest = found;
  }
  return closest ?? { reason: "tool_not_granted", what: call.tool };
}

function clauseRefusal({ args, resources }: Clause, call: CoverRequest): Found | undefined {
  for (const name of Object.keys(args)) {
    const value = Object.hasOwn(call.args, name) ? call.args[name] : undefined;
    if (!admits(args[name] as Constraint, value, call)) return { reason: "constraint_violation", what: name };
  }
  return resources === undefined ? undefined : resourcesRefusal(resources, call.resources);
}

/** Where resources are limited, a call that names none is refused: it could touch anything. */
function resourcesRefusal(patterns: readonly string[], resources: readonly string[]): Found | undefined {
  if (resources.length === 0) return { reason: "resource_not_granted", what: "none" };
  for (const resource of resources) {
    if (!matchesSome(patterns, resource)) return { reason: "resource_not_granted", what: resource };
  }
  return undefined;
}

function matchesSome(patterns: readonly string[], resource: string): boolean {
  for (const pattern of patterns) {
    if (resourceMatches(pattern, resource)) return true;
  }
  return false;
}
