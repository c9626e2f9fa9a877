import type { Arbitrary } from "fast-check";

/** What laws are about: an order of authority, and what each element of it allows. */
export interface Algebra<T, X> {
  /** "No wider than". */
  readonly leq: (child: T, parent: T) => boolean;
  readonly meet: (a: T, b: T) => T;
  readonly admits: (element: T, probe: X) => boolean;
}

/** What laws are tried on. */
export interface Sample<T, X> {
  /** Three elements, often related: independent ones hardly ever lie below each other. */
  readonly triples: Arbitrary<readonly [T, T, T]>;
  /** Everything that an element is asked; tried in full each time. */
  readonly probes: readonly X[];
}
