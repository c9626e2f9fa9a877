import type { Of } from "../operation.ts";
import { TOOL_NAMES } from "../world.ts";
import { type Limit, narrowest } from "./authority.ts";
import { acting, type Ground, type Here, waysOf } from "./ground.ts";
import { join } from "./handoffs.ts";
import { ended } from "./life.ts";
import { widens } from "./passing.ts";
import { couldCarry } from "./rules.ts";
import { isOpenTo } from "./seats.ts";
import { taintIn } from "./taint.ts";

/** An agent enters: the first one opens, a further one is delegated to, or was handed over to. A text says why it may not. */
export function enter(ground: Ground, seat: Here, entering: Of<"enter">): Here | string {
  const giver = seat.run.handoffs.take(seat, entering.agent);
  if (giver !== undefined) return cross(ground, seat, { entering, from: join(seat, giver), edge: "handoff" });
  const isThere =
    seat.call === undefined && ended(seat) === undefined && seat.actors.at(-1) === entering.agent;
  return isThere ? seat : cross(ground, seat, { entering, from: seat, edge: "delegate" });
}

interface Crossed {
  readonly entering: Of<"enter">;
  /** The seat as a handoff narrows it. */
  readonly from: Here;
  readonly edge: "delegate" | "handoff";
}

function cross(ground: Ground, seat: Here, { entering, from, edge }: Crossed): Here | string {
  const { agent, passed, ttl = Infinity } = entering;
  const { until, purpose } = narrowest(from.limits);
  const first = from.actors.length === 0;
  const crossing = { edge: first ? "open" : edge, from: acting(from), to: agent };
  const tools = couldCarry(ground.table, TOOL_NAMES, { crossing, names: ground.names(seat.run) });
  const refused = whyOut(ground, seat, { from, agent, nothing: tools?.length === 0 });
  if (refused !== undefined) return refused;
  if (widens(from.limits, passed, tools)) return "delegation_widens";
  const carried: readonly Limit[] = tools === undefined ? [] : [{ until, purpose, ways: waysOf({ tools }) }];
  const actors = [...from.actors, agent];
  return {
    ...from,
    actors,
    limits: [...from.limits, { until: ground.now + ttl, purpose, ways: waysOf(passed) }, ...carried],
    depth: from.depth + Number(!first),
    left: from.left - Number(!first),
    call: undefined,
    outer: undefined,
    origins: [...from.origins, {}],
    entry: { above: seat.entry, calledBy: seat.call, actors, suspended: false },
    taint: taintIn(seat.taint),
    calls: { underway: 0 },
    crossings: [...from.crossings, crossing],
  };
}

/** Why an agent is not let in; `nothing` says that its edge could carry nothing. */
function whyOut(
  ground: Ground,
  seat: Here,
  { from, agent, nothing }: { readonly from: Here; readonly agent: string; readonly nothing: boolean },
): string | undefined {
  const { until, purpose } = narrowest(from.limits);
  const dead = ended(seat);
  if (dead !== undefined) return dead;
  // what a handoff gave dies with whom it came from
  if (ended({ ...from, entry: seat.entry }) === "grant_revoked") return "grant_revoked";
  if (ground.now >= until) return "grant_expired";
  const [first = agent] = from.actors;
  if (from.actors.length > 0 && from.left === 0) return "depth_exceeded";
  if (seat.actors.length === 0 && !isOpenTo(ground, seat.run, { agent: first, purpose }))
    return "open_denied";
  return nothing ? "edge_denied" : undefined;
}
