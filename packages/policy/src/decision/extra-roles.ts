import type { Principal } from "@ambit/core";

import type { ExtraRoles } from "../role/domain-graph.ts";

/** The roles that a principal holds for this run only, within its tenant. */
export function extraRoles({ id, roles }: Principal, tenant: string | undefined): ExtraRoles | undefined {
  if (roles === undefined || roles.length === 0) return undefined;
  return { name: id, roles, ...(tenant === undefined ? {} : { domain: tenant }) };
}
