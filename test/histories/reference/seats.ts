import type { Asked, Goal, Of } from "../operation.ts";
import { TOOL_NAMES } from "../world.ts";
import { type Limit, narrowest, purse } from "./authority.ts";
import { acting, type Ground, type Here, own, Run, waysOf } from "./ground.ts";
import { join } from "./handoffs.ts";
import { ended } from "./life.ts";
import { taintIn } from "./taint.ts";
import { widens } from "./passing.ts";
import { couldCarry, holds, lies } from "./rules.ts";

const TTL = 300_000;
export const BUDGET: Readonly<Record<"calls" | "writes" | "denials", number>> = { calls: 100, writes: 20, denials: 25 };
export const DEPTH = 3;

/** A new root. A text says why there is none. */
export function open(ground: Ground, asked: Asked): Here | string {
  if (!ground.purposes.includes(asked.purpose)) return "purpose_unknown";
  const run = new Run(asked, purse({ ...BUDGET, ...asked.budget }));
  return {
    run,
    actors: [],
    limits: [limitOf(ground, asked)],
    purse: run.purse,
    purpose: asked.purpose,
    depth: 0,
    left: asked.depth ?? DEPTH,
    branch: asked.branch ?? Infinity,
    inTool: false,
    belowTool: false,
    generation: 1,
    origins: [{}],
    entry: { above: undefined, actors: [], suspended: false },
    taint: run.taint,
    calls: { underway: 0 },
    crossings: [],
  };
}

/** A run inside a run: no root, but a delegation of the seat to itself. */
export function nest(ground: Ground, seat: Here, asked: Asked): Here | string {
  if (!ground.purposes.includes(asked.purpose)) return "purpose_unknown";
  const dead = ended(seat);
  if (dead !== undefined) return dead;
  if (seat.run.asked.subject !== asked.subject) return "run_nested_subject";
  if (seat.left === 0) return "depth_exceeded";
  if (!lies(asked.purpose, narrowest(seat.limits).purpose)) return "purpose_outside";
  return {
    ...seat,
    limits: [...seat.limits, limitOf(ground, asked)],
    purse: purse({ ...BUDGET, ...asked.budget }, seat.purse),
    purpose: asked.purpose,
    depth: seat.depth + 1,
    left: Math.min(asked.depth ?? DEPTH, seat.left - 1),
    branch: Math.min(asked.branch ?? Infinity, seat.branch),
    origins: [...seat.origins, {}],
    entry: { above: seat.entry, actors: seat.actors, suspended: false },
    taint: taintIn(seat.taint),
    calls: { underway: 0 },
    crossings: [...seat.crossings, own(seat, "delegate")],
  };
}

/** An agent enters: the first one opens, a further one is delegated to, or was handed over to. */
export function enter(ground: Ground, seat: Here, entering: Of<"enter">): Here | string {
  const { agent, passed, ttl = Infinity } = entering;
  const giver = seat.inTool ? undefined : seat.run.handoffs.take(seat, agent);
  const isThere = !seat.inTool && ended(seat) === undefined && seat.actors.at(-1) === agent;
  if (giver === undefined && isThere) return seat;
  const from = giver === undefined ? seat : join(seat, giver);
  const { until, purpose } = narrowest(from.limits);
  const first = from.actors.length === 0;
  const edge = giver === undefined ? "delegate" : "handoff";
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
    inTool: false,
    origins: [...from.origins, {}],
    entry: { above: seat.entry, actors, suspended: false },
    taint: taintIn(seat.taint),
    calls: { underway: 0 },
    crossings: [...from.crossings, crossing],
  };
}

/** Why an agent is not let in; `from` is the seat as a handoff narrows it, `nothing` says that its edge could carry nothing. */
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
  if (seat.actors.length === 0 && !isOpenTo(ground, seat.run, { agent: first, purpose })) return "open_denied";
  return nothing ? "edge_denied" : undefined;
}

/** Whether a run is open to an agent for a purpose: both hold a rule for it, and something could go over between them. */
export function isOpenTo(
  ground: Ground,
  run: Run,
  { agent, purpose }: { readonly agent: string; readonly purpose: string },
): boolean {
  const { table } = ground;
  const { subject } = run.asked;
  const names = ground.names(run);
  if (![subject, agent].every((party) => holds(table, purpose, names(party)))) return false;
  const crossing = { edge: "open", from: subject, to: agent };
  return agent === subject || couldCarry(table, TOOL_NAMES, { crossing, names })?.length !== 0;
}

export function limitOf({ now }: Ground, { purpose, allow, ttl = TTL }: Goal): Limit {
  return { until: now + ttl, purpose, ways: allow };
}
