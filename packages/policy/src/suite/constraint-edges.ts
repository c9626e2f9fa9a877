import type { Constraint, ConstraintKind, JsonValue } from "@ambit/core";

import { around } from "./literals.ts";

type Values = readonly (JsonValue | undefined)[];

/** Values at which a constraint changes its answer; undefined stands for the argument's absence. */
export function constraintEdges<C extends Constraint>(constraint: C): Values {
  return (EDGES[constraint.kind] as (constraint: C) => Values)(constraint);
}

/** Longer texts are not made: a limit beyond them is no edge that a test would find. */
const LONGEST = 1000;

const EDGES: {
  readonly [K in ConstraintKind]: (constraint: Extract<Constraint, { readonly kind: K }>) => Values;
} = {
  exact: ({ value }) => around(value),
  one_of: ({ values }) => [...values, ...around(values[0] ?? "x")],
  not_one_of: ({ excluded }) => [...excluded, "x"],
  range: ({ min, max }) => [min, max].flatMap((bound) => (bound === undefined ? [] : around(bound.at))),
  contains: ({ required }) => [[...required], []],
  subset: ({ allowed }) => [[...allowed], [...allowed, "x"]],
  path_under: ({ root }) => [`${root}/x`, "/x"],
  url_prefix: ({ scheme, host, path }) => [`${scheme}://${host}${path}`, "https://x.example/"],
  max_len: ({ n }) => [n, n + 1].map((length) => "x".repeat(Math.min(length, LONGEST))),
  optional: ({ of }) => [undefined, ...constraintEdges(of)],
  all: ({ constraints }) => constraints.flatMap((each) => constraintEdges(each)),
  any: ({ constraints }) => constraints.flatMap((each) => constraintEdges(each)),
  sens_max: () => ["x"],
  wildcard: () => ["x"],
};
