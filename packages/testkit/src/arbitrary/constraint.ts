import {
  all,
  any,
  type Constraint,
  type ConstraintKind,
  contains,
  exact,
  maxLen,
  notOneOf,
  oneOf,
  optional,
  pathUnder,
  range,
  type Scalar,
  SENSITIVITIES,
  sensMax,
  subset,
  urlPrefix,
  wildcard,
} from "@ambit/core";
import fc, { type Arbitrary } from "fast-check";

const NUMBERS = [0, 1, 2, 3];
/** Texts of every sort that constraints tell apart. */
export const TEXTS: readonly string[] = [
  "",
  "a",
  "/",
  "/srv",
  "/srv/a",
  "/etc",
  "https://h.example/x",
  "https://h.example/x/y",
];
const ROOTS = ["/", "/srv", "/srv/", "/srv/a", "/srv/a/b", "/etc"];
const PLACES = [
  "https://h.example",
  "https://h.example/x",
  "https://h.example/x/",
  "https://h.example/xx",
  "https://h.example:8443/x",
  "http://h.example/x",
];

/** Scalars out of a small pool, so that constraints have values in common. */
const scalar: Arbitrary<Scalar> = fc.constantFrom<Scalar>(null, true, false, ...NUMBERS, 1.5, ...TEXTS);
const scalars = fc.uniqueArray(scalar, { maxLength: 5 });
const members = fc.uniqueArray(fc.constantFrom<Scalar>(1, 2, "a"), { maxLength: 3 });
const bound = fc.record(
  { at: fc.constantFrom(...NUMBERS), inclusive: fc.boolean() },
  { requiredKeys: ["at", "inclusive"] },
);
const ends = fc.tuple(fc.option(bound, { nil: undefined }), fc.option(bound, { nil: undefined }));

/** The kinds that have no parts. */
export const ATOMIC_KINDS: readonly ConstraintKind[] = [
  "exact",
  "range",
  "one_of",
  "not_one_of",
  "contains",
  "subset",
  "wildcard",
  "path_under",
  "url_prefix",
  "max_len",
  "sens_max",
];

function ofAtom(): Arbitrary<Constraint> {
  return fc.oneof(...ATOMIC_KINDS.map(constraintsOf));
}

function ofRange(): Arbitrary<Constraint> {
  return ends
    .filter(([min, max]) => min === undefined || max === undefined || min.at < max.at)
    .map(([min, max]) =>
      range({
        ...(min === undefined ? {} : { min: min.at, minInclusive: min.inclusive }),
        ...(max === undefined ? {} : { max: max.at, maxInclusive: max.inclusive }),
      }),
    );
}

const BY_KIND: Readonly<Record<ConstraintKind, () => Arbitrary<Constraint>>> = {
  exact: () => scalar.map(exact),
  range: ofRange,
  one_of: () => scalars.map(oneOf),
  not_one_of: () => scalars.map(notOneOf),
  contains: () => members.filter((values) => values.length > 0).map(contains),
  subset: () => members.map(subset),
  wildcard: () => fc.constant(wildcard()),
  all: () => fc.array(ofAtom(), { minLength: 2, maxLength: 3 }).map((parts) => all(...parts)),
  any: () =>
    fc
      .array(fc.oneof(ofAtom(), constraintsOf("all")), { minLength: 2, maxLength: 3 })
      .map((parts) => any(...parts)),
  optional: () => fc.oneof(ofAtom(), constraintsOf("all")).map(optional),
  path_under: () => fc.constantFrom(...ROOTS).map(pathUnder),
  url_prefix: () => fc.constantFrom(...PLACES).map(urlPrefix),
  max_len: () => fc.integer({ min: 0, max: 6 }).map(maxLen),
  sens_max: () => fc.constantFrom(...SENSITIVITIES).map(sensMax),
};

/** Constraints made by one constructor; those with parts have parts of every kind. */
export function constraintsOf(kind: ConstraintKind): Arbitrary<Constraint> {
  return BY_KIND[kind]();
}

/** Constraints of every kind. */
export const constraints: Arbitrary<Constraint> = fc.oneof(
  { weight: 3, arbitrary: ofAtom() },
  { weight: 2, arbitrary: constraintsOf("all") },
  { weight: 2, arbitrary: constraintsOf("any") },
  { weight: 1, arbitrary: constraintsOf("optional") },
);
