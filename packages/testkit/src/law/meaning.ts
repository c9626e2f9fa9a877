import type { Algebra, Sample } from "./algebra.ts";
import { hold, must } from "./hold.ts";

/** Order and meet say the truth about what is admitted. */
export function meaningLaws<T, X>(
  { leq, meet, admits }: Algebra<T, X>,
  { triples, probes }: Sample<T, X>,
): number {
  return hold(triples, ([a, b]) => {
    const below = leq(a, b);
    const both = meet(a, b);
    for (const probe of probes) {
      const [left, right] = [admits(a, probe), admits(b, probe)];
      if (below && left) must(right, "a ≤ b and a admits x give b admits x");
      must(admits(both, probe) === (left && right), "a ∧ b admits x exactly if a and b do");
    }
  });
}

/** Where the order says no, a probe shows why: something that `a` admits and `b` does not. */
export function witnessLaws<T, X>({ leq, admits }: Algebra<T, X>, { triples, probes }: Sample<T, X>): number {
  return hold(triples, ([a, b]) => {
    const witness = probes.some((probe) => admits(a, probe) && !admits(b, probe));
    must(leq(a, b) || witness, "a ≤ b fails only if a admits something that b does not");
  });
}
