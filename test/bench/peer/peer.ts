import type { PolicyRequest } from "@ambit/core";
import type { World } from "../world/world.ts";

/** Another engine in this process, told the same rules. */
export interface Peer {
  readonly name: string;
  /** Takes in the rules of a world; throws when it cannot. */
  load(world: World): Promise<LoadedPeer>;
}

/** A peer that has its rules. */
export interface LoadedPeer {
  /** Translates a call, so that only the decision is timed: true is allow. */
  prepare(call: PolicyRequest): () => boolean | Promise<boolean>;
}
