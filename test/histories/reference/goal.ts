import type { Goal } from "../operation.ts";
import { TOOL_NAMES } from "../world.ts";
import { type Limit, purse } from "./authority.ts";
import { acting, type Ground, type Here, own, waysOf } from "./ground.ts";
import { ended } from "./life.ts";
import { couldCarry } from "./rules.ts";
import { BUDGET, DEPTH, isOpenTo, limitOf } from "./seats.ts";

/**
 * The run gets another goal: a new root for whoever acts. What was spent and read stays so, and the run lasts no longer.
 * A text says why not.
 */
export function changeGoal(ground: Ground, seat: Here, goal: Goal): Here | string {
  const { run } = seat;
  const names = ground.names(run);
  const edge = own(seat, "goal");
  // the edge by which the agent has come goes on to bind it
  const crossings = [edge, ...seat.actors.map((to) => ({ edge: "open", from: run.asked.subject, to }))];
  const carried = crossings.map((crossing) => couldCarry(ground.table, TOOL_NAMES, { crossing, names }));
  const refused = whyNot(ground, seat, { goal, isBlocked: carried[0]?.length === 0 });
  if (refused !== undefined) return refused;
  const asked = limitOf(ground, goal);
  const until = Math.min(asked.until, seat.limits[0]?.until ?? Infinity);
  const root: Limit = { ...asked, until };
  run.begin(goal.named);
  return {
    ...seat,
    outer: undefined,
    limits: [
      root,
      ...carried.flatMap((tools) => (tools === undefined ? [] : [{ ...root, ways: waysOf({ tools }) }])),
    ],
    purse: purse({ ...BUDGET, ...goal.budget }, seat.thread?.purse ?? run.purse),
    purpose: goal.purpose,
    left: run.asked.depth ?? DEPTH,
    taint: run.taint,
    calls: { underway: 0 },
    generation: run.generation,
    origins: [{}],
    crossings,
  };
}

function whyNot(
  ground: Ground,
  seat: Here,
  { goal, isBlocked }: { readonly goal: Goal; readonly isBlocked: boolean },
): string | undefined {
  const { purpose, agrees } = goal;
  if (seat.belowTool || seat.depth > 0) return "goal_refused";
  const dead = ended(seat);
  if (dead !== undefined) return dead;
  if (seat.limits.some(({ until }) => ground.now >= until)) return "grant_expired";
  if (!ground.purposes.includes(purpose)) return "purpose_unknown";
  const actors = seat.actors.length === 0 ? [acting(seat)] : seat.actors;
  if (!actors.every((agent) => isOpenTo(ground, seat.run, { agent, purpose }))) return "open_denied";
  if (isBlocked) return "edge_denied";
  return agrees === false ? "approval_rejected" : undefined;
}
