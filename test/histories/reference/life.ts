import type { Of, Result } from "../operation.ts";
import type { Entry } from "./authority.ts";
import type { Here } from "./ground.ts";

/** Why a seat is dead, whatever it would be used for; undefined while it lives. */
export function ended({ run, origins, generation, entry }: Here): string | undefined {
  if (!run.open) return "run_closed";
  if (isRevoked({ run, origins })) return "grant_revoked";
  if (generation !== run.generation) return "generation_stale";
  return isSuspended(entry) ? "handoff_suspended" : undefined;
}

function isRevoked({ run, origins }: Pick<Here, "run" | "origins">): boolean {
  return [run, ...origins].some((origin) => run.revoked.has(origin));
}

function isSuspended({ suspended, above }: Entry): boolean {
  return suspended || (above !== undefined && isSuspended(above));
}

/** Ends a run, or a seat with all that came out of it. */
export function revoke({ run, origins, belowTool }: Here, { whole, inside }: Of<"revoke">): Result {
  if (inside && belowTool) return "refused revoke_refused";
  if (run.isGone) return "gone";
  run.revoked.add((whole ? run : origins.at(-1)) as object);
  for (const asked of run.questions) asked.question.isEnded ||= isRevoked({ run, origins: asked.origins });
  return "done";
}

/** The agent of a seat hands over. */
export function handOff(seat: Here, targets: readonly string[]): Result {
  const dead = ended(seat);
  // of two that hand over side by side the first suspends the second
  if (dead !== undefined && dead !== "handoff_suspended") return `refused ${dead}`;
  if (seat.left === 0) return "refused depth_exceeded";
  seat.run.handoffs.give(seat, targets);
  return "done";
}
