import type { Asked, Of } from "../operation.ts";
import { TOOL_NAMES } from "../world.ts";
import { type Limit, narrowest, purse } from "./authority.ts";
import { acting, type Ground, type Here, own, waysOf } from "./ground.ts";
import { Lines } from "./lines.ts";
import { taintIn } from "./taint.ts";
import { widens } from "./passing.ts";
import { couldCarry, holds, lies } from "./rules.ts";

const TTL = 300_000;
const BUDGET = { calls: 100, writes: 20, denials: 25 };
const DEPTH = 3;

/** A new root. A text says why there is none. */
export function open(ground: Ground, asked: Asked): Here | string {
  if (!ground.purposes.includes(asked.purpose)) return "purpose_unknown";
  return {
    run: { asked, lines: new Lines(), open: true },
    actors: [],
    limits: [limitOf(ground, asked)],
    purse: purse({ ...BUDGET, ...asked.budget }),
    purpose: asked.purpose,
    depth: 0,
    left: DEPTH,
    inTool: false,
    taint: taintIn(),
    calls: { underway: 0 },
    crossings: [],
  };
}

/** A run inside a run: no root, but a delegation of the seat to itself. */
export function nest(ground: Ground, seat: Here, asked: Asked): Here | string {
  if (!ground.purposes.includes(asked.purpose)) return "purpose_unknown";
  if (!seat.run.open) return "run_closed";
  if (seat.run.asked.subject !== asked.subject) return "run_nested_subject";
  if (seat.left === 0) return "depth_exceeded";
  if (!lies(asked.purpose, narrowest(seat.limits).purpose)) return "purpose_outside";
  return {
    ...seat,
    limits: [...seat.limits, limitOf(ground, asked)],
    purse: purse({ ...BUDGET, ...asked.budget }, seat.purse),
    purpose: asked.purpose,
    depth: seat.depth + 1,
    left: seat.left - 1,
    taint: taintIn(seat.taint),
    calls: { underway: 0 },
    crossings: [...seat.crossings, own(seat, "delegate")],
  };
}

/** An agent enters: the first one opens, a further one is delegated to. */
export function enter(ground: Ground, seat: Here, entering: Of<"enter">): Here | string {
  const { agent, passed, ttl = Infinity } = entering;
  if (!seat.inTool && seat.run.open && seat.actors.at(-1) === agent) return seat;
  const { until, purpose } = narrowest(seat.limits);
  const first = seat.actors.length === 0;
  const crossing = { edge: first ? "open" : "delegate", from: acting(seat), to: agent };
  const tools = couldCarry(ground.table, TOOL_NAMES, { crossing, names: ground.names(seat.run) });
  const refused = whyOut(ground, seat, { agent, nothing: tools?.length === 0 });
  if (refused !== undefined) return refused;
  if (widens(seat.limits, passed, tools)) return "delegation_widens";
  const carried: readonly Limit[] = tools === undefined ? [] : [{ until, purpose, ways: waysOf({ tools }) }];
  return {
    ...seat,
    actors: [...seat.actors, agent],
    limits: [...seat.limits, { until: ground.now + ttl, purpose, ways: waysOf(passed) }, ...carried],
    depth: seat.depth + Number(!first),
    left: seat.left - Number(!first),
    inTool: false,
    taint: taintIn(seat.taint),
    calls: { underway: 0 },
    crossings: [...seat.crossings, crossing],
  };
}

/** Why an agent is not let in; `nothing` says that its edge could carry nothing. */
function whyOut(
  ground: Ground,
  { run, limits, actors, left }: Here,
  { agent, nothing }: { readonly agent: string; readonly nothing: boolean },
): string | undefined {
  const { until, purpose } = narrowest(limits);
  if (!run.open) return "run_closed";
  if (ground.now >= until) return "grant_expired";
  if (actors.length > 0 && left === 0) return "depth_exceeded";
  const names = ground.names(run);
  const opens = [run.asked.subject, agent].every((party) => holds(ground.table, purpose, names(party)));
  if (actors.length === 0 && (!opens || nothing)) return "open_denied";
  return nothing ? "edge_denied" : undefined;
}

function limitOf({ now }: Ground, { purpose, allow, ttl = TTL }: Asked): Limit {
  return { until: now + ttl, purpose, ways: allow };
}
