import type { Algebra, Sample } from "./algebra.ts";
import { hold, must, Share } from "./hold.ts";

/** A partial order up to equal meaning: reflexive, transitive, both directions only for what allows the same. */
export function orderLaws<T, X>({ leq, admits }: Algebra<T, X>, { triples, probes }: Sample<T, X>): number {
  return hold(triples, ([a, b, c]) => {
    must(leq(a, a), "a ≤ a");
    if (leq(a, b) && leq(b, c)) must(leq(a, c), "a ≤ b and b ≤ c give a ≤ c");
    if (leq(a, b) && leq(b, a)) {
      must(
        probes.every((probe) => admits(a, probe) === admits(b, probe)),
        "a ≤ b and b ≤ a only for equal meaning",
      );
    }
  });
}

/** Some pairs are ordered and some are not; some probes are admitted and some are not. */
export function nonTrivialityLaws<T, X>(algebra: Algebra<T, X>, sample: Sample<T, X>, least = 0.1): number {
  const ordered = new Share("a ≤ b");
  const admitted = new Share("a admits a probe");
  const tried = hold(sample.triples, ([a, b]) => {
    ordered.count(algebra.leq(a, b));
    for (const probe of sample.probes) admitted.count(algebra.admits(a, probe));
  });
  ordered.demand(least);
  // Probes are many and small; a share of one in a hundred is enough to see both outcomes.
  admitted.demand(least / 10);
  return tried;
}
