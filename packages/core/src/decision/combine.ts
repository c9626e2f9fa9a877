import type { Effect } from "./decision.ts";

const RANK: Readonly<Record<Effect, number>> = { allow: 0, ask: 1, deny: 2 };

/** Combines effects: deny > ask > allow; combining nothing denies. Order does not matter. */
export function combineEffects(effects: Iterable<Effect>): Effect {
  let combined: Effect | undefined;
  for (const effect of effects) {
    if (combined === undefined || RANK[effect] > RANK[combined]) combined = effect;
  }
  return combined ?? "deny";
}
