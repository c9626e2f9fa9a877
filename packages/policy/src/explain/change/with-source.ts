import { pathCovers, type ProvenancePort, type ValueSource } from "@ambit/core";

/** The same facts, but for an argument that comes from another place. */
export function withSource(facts: ProvenancePort, path: string, place: ValueSource): ProvenancePort {
  return {
    from: (argument) => (pathCovers(path, argument.path) ? place : facts.from?.(argument)),
    nowhere: (argument) => facts.nowhere?.(argument),
    contested: (argument) => facts.contested?.(argument),
    hostFromUser: (argument) => facts.hostFromUser?.(argument),
    fresh: (argument) => facts.fresh?.(argument),
    copied: (argument) => facts.copied?.(argument),
    containsSecret: (argument) => facts.containsSecret?.(argument),
    linkedToUser: (argument) => facts.linkedToUser?.(argument),
    planned: () => facts.planned?.(),
    risk: () => facts.risk?.(),
    reasons: () => facts.reasons?.(),
  };
}
