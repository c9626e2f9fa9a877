import type { World } from "../world/world.ts";
import { agentGovernance } from "./agent-governance.ts";
import { casbinEx, casbinSync } from "./casbin.ts";
import { cedarWasm } from "./cedar.ts";
import { opaWasm } from "./opa.ts";
import type { LoadedPeer, Peer } from "./peer.ts";

export const PEERS: readonly Peer[] = [casbinEx, casbinSync, opaWasm, cedarWasm, agentGovernance];

/** Nobody waits longer for a policy, in ms. */
const PATIENCE = 10_000;

/** What became of a peer that was told the rules. */
export interface Told {
  readonly name: string;
  /** Undefined when it could not take them. */
  readonly loaded: LoadedPeer | undefined;
  /** ms. */
  readonly took: number;
  /** Why it could not. */
  readonly missing: string;
}

/**
 * Loads one world after the other into all peers, the smaller ones first.
 *
 * A load cannot be interrupted: one that the next smaller world shows to take too long is not begun.
 */
export class PeerLoader {
  readonly #before = new Map<string, { readonly size: number; readonly took: number }>();

  async load(world: World): Promise<readonly Told[]> {
    const told: Told[] = [];
    for (const peer of PEERS) told.push(await this.#tell(peer, world));
    return told;
  }

  async #tell(peer: Peer, world: World): Promise<Told> {
    const { name } = peer;
    const key = `${name} ${world.name}`;
    const before = this.#before.get(key);
    const expected = before === undefined ? 0 : (before.took * world.size) / before.size;
    if (expected > PATIENCE) {
      const missing = `loads longer than ${PATIENCE / 1000} s: ${(expected / 1000).toFixed(0)} s by the next smaller size`;
      return { name, loaded: undefined, took: Number.NaN, missing };
    }
    const start = performance.now();
    try {
      const loaded = await peer.load(world);
      const took = performance.now() - start;
      this.#before.set(key, { size: world.size, took });
      return { name, loaded, took, missing: "" };
    } catch (error) {
      const missing = error instanceof Error ? error.message : String(error);
      return { name, loaded: undefined, took: Number.NaN, missing: missing.slice(0, 80) };
    }
  }
}
