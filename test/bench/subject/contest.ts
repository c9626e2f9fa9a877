import { loadPolicy, type PolicySnapshot } from "@ambit/policy";
import type { PolicyRequest } from "@ambit/core";
import { type Case, interleave, type Measured, type Timed } from "../measure/interleave.ts";
import { SHA256, sha256 } from "../measure/sha256.ts";
import type { Told } from "../peer/load-peers.ts";
import type { LoadedPeer } from "../peer/peer.ts";
import { type Effort, ops } from "../row.ts";
import type { World } from "../world/world.ts";
import { assertSame } from "./same-decisions.ts";

export const ROTATING = 2000;
/** A slice of a peer takes about so long, in µs; a slower one is timed once per slice. */
const SLICE = 30_000;

/** What was measured of one world. */
export interface Contest {
  readonly world: World;
  readonly told: readonly Told[];
  readonly measured: Measured<string>;
}

/** Measures the decisions of the engine and of all peers in turns, after asserting that they are the same. */
export async function contest(world: World, told: readonly Told[], effort: Effort): Promise<Contest> {
  const policy = await loadPolicy(world.texts);
  const cases: Record<string, Case> = { [SHA256]: warmed, ...ownCases(policy, world, effort) };
  for (const { name, loaded } of told) {
    if (loaded === undefined) continue;
    const takes = await assertSame(policy, loaded, world);
    Object.assign(cases, peerCases(name, loaded, { world, takes, effort }));
  }
  // one operation a slice, which the cases repeat as often as their speed allows
  return { world, told, measured: await interleave(cases, { slices: effort.slices, ops: 1 }) };
}

function ownCases(policy: PolicySnapshot, world: World, effort: Effort): Readonly<Record<string, Case>> {
  const { allow, deny, noRule } = world.hot;
  const three = { ...allow, principals: [allow, allow, allow].flatMap(({ principals }) => principals) };
  const rotating = world.rotating(ROTATING);
  let next = 0;
  const turn = (): unknown => policy.decide(rotating[next++ % ROTATING] as PolicyRequest);
  const many = repeated(ops(ROTATING, effort));
  return {
    allow: many(() => policy.decide(allow)),
    deny: many(() => policy.decide(deny)),
    noRule: many(() => policy.decide(noRule)),
    three: many(() => policy.decide(three)),
    rotating: async (timed) => {
      // the garbage of peers has driven all else from the caches; in a process that decides, they are warm
      for (const call of rotating) policy.decide(call);
      await many(turn)(timed);
    },
  };
}

/** A peer on the hot calls, and on calls in turn if it is quick enough to be asked many. */
function peerCases(
  name: string,
  peer: LoadedPeer,
  { world, takes, effort }: { readonly world: World; readonly takes: number; readonly effort: Effort },
): Readonly<Record<string, Case>> {
  const count = Math.min(ops(ROTATING, effort), Math.floor(SLICE / takes));
  const many = repeated(Math.max(1, count));
  const hot = { [`${name} allow`]: many(peer.prepare(world.hot.allow)) };
  if (count < 2) return hot;
  const rotating = world.rotating(count).map((call) => peer.prepare(call));
  let next = 0;
  return {
    ...hot,
    [`${name} deny`]: many(peer.prepare(world.hot.deny)),
    [`${name} rotating`]: many(() => rotating[next++ % count]?.()),
  };
}

/** The unit of comparison, as often that it is warm: a slice asks each case once. */
async function warmed(timed: Timed): Promise<void> {
  for (let round = 0; round < 500; round++) await sha256(timed);
}

function repeated(rounds: number): (op: () => unknown) => Case {
  return (op) => async (timed) => {
    for (let round = 0; round < rounds; round++) await timed(op);
  };
}
