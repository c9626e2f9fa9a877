import type { Algebra, Sample } from "./algebra.ts";
import { hold, must } from "./hold.ts";

/** The meet is the greatest lower bound, hence idempotent, commutative and associative. */
export function meetLaws<T, X>({ leq, meet }: Algebra<T, X>, { triples }: Sample<T, X>): number {
  const same = (a: T, b: T): boolean => leq(a, b) && leq(b, a);
  return hold(triples, ([a, b, c]) => {
    const both = meet(a, b);
    must(leq(both, a) && leq(both, b), "a ∧ b ≤ a and a ∧ b ≤ b");
    if (leq(c, a) && leq(c, b)) must(leq(c, both), "c ≤ a and c ≤ b give c ≤ a ∧ b");
    must(leq(a, b) === same(both, a), "a ≤ b exactly if a ∧ b = a");
    must(same(meet(a, a), a), "a ∧ a = a");
    must(same(both, meet(b, a)), "a ∧ b = b ∧ a");
    must(same(meet(both, c), meet(a, meet(b, c))), "(a ∧ b) ∧ c = a ∧ (b ∧ c)");
  });
}
