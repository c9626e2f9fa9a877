import fc, { type Arbitrary } from "fast-check";

/** How related elements are made of independent ones. */
export interface Relation<T> {
  readonly narrow: (a: T, b: T) => T;
  readonly widen: (a: T, b: T) => T;
}

/** Triples of which about half the pairs are related: narrowed, widened or the same. */
export function relatedTriples<T>(
  elements: Arbitrary<T>,
  { narrow, widen }: Relation<T>,
): Arbitrary<readonly [T, T, T]> {
  return fc.tuple(elements, elements, elements, fc.integer({ min: 0, max: 7 })).map(([a, b, c, shape]) => {
    switch (shape) {
      case 0:
        return [narrow(a, b), a, c] as const;
      case 1:
        return [a, widen(a, b), widen(widen(a, b), c)] as const;
      case 2:
        return [a, b, narrow(narrow(a, b), c)] as const;
      case 3:
        return [narrow(a, b), widen(b, c), narrow(b, c)] as const;
      case 4:
        return [narrow(narrow(a, c), b), narrow(a, c), a] as const;
      case 5:
        return [widen(a, c), widen(b, c), c] as const;
      default:
        return [a, b, c] as const;
    }
  });
}
