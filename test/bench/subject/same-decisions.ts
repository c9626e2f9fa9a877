import type { PolicySnapshot } from "@ambit/policy";
import assert from "node:assert/strict";
import type { LoadedPeer } from "../peer/peer.ts";
import type { World } from "../world/world.ts";

/**
 * Asserts that policy and peer decide alike, and both as the rules were written to.
 *
 * Answers what one decision of the peer takes, in µs: the least of all that were made.
 */
export async function assertSame(policy: PolicySnapshot, peer: LoadedPeer, world: World): Promise<number> {
  const { allow, deny, noRule } = world.hot;
  let least = Infinity;
  for (const call of [allow, deny, noRule, ...world.rotating(world.size > 1000 ? 2 : 40)]) {
    const ask = peer.prepare(call);
    const start = performance.now();
    const allowed = await ask();
    least = Math.min(least, (performance.now() - start) * 1000);
    assert.equal(allowed ? "allow" : "deny", policy.decide(call).effect);
    if (call === allow) assert.equal(allowed, true);
    if (call === deny || call === noRule) assert.equal(allowed, false);
  }
  return least;
}
