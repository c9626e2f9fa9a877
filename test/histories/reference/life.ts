import type { Entry } from "./authority.ts";
import type { Here } from "./ground.ts";

/** Why a seat is dead, whatever it would be used for; undefined while it lives. */
export function ended({ run, origins, generation, entry }: Here): string | undefined {
  if (!run.open) return "run_closed";
  if (origins.some((origin) => run.revoked.has(origin))) return "grant_revoked";
  if (generation !== run.generation) return "generation_stale";
  return isSuspended(entry) ? "handoff_suspended" : undefined;
}

function isSuspended({ suspended, above }: Entry): boolean {
  return suspended || (above !== undefined && isSuspended(above));
}
