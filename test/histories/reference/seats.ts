import type { Asked, Goal } from "../operation.ts";
import { TOOL_NAMES } from "../world.ts";
import { type Limit, narrowest, purse } from "./authority.ts";
import { type Ground, type Here, own, Run } from "./ground.ts";
import { ended } from "./life.ts";
import { taintIn } from "./taint.ts";
import { couldCarry, holds, lies } from "./rules.ts";

const TTL = 300_000;
export const BUDGET: Readonly<Record<"calls" | "writes" | "denials", number>> = {
  calls: 100,
  writes: 20,
  denials: 25,
};
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
    call: undefined,
    outer: undefined,
    belowTool: false,
    generation: 1,
    origins: [{}],
    entry: { above: undefined, calledBy: undefined, actors: [], suspended: false },
    thread: undefined,
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
    outer: undefined,
    limits: [...seat.limits, limitOf(ground, asked)],
    purse: purse({ ...BUDGET, ...asked.budget }, seat.purse),
    purpose: asked.purpose,
    depth: seat.depth + 1,
    left: Math.min(asked.depth ?? DEPTH, seat.left - 1),
    branch: Math.min(asked.branch ?? Infinity, seat.branch),
    origins: [...seat.origins, {}],
    entry: { above: seat.entry, calledBy: seat.call, actors: seat.actors, suspended: false },
    taint: taintIn(seat.taint),
    calls: { underway: 0 },
    crossings: [...seat.crossings, own(seat, "delegate")],
  };
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
