import {
  admits,
  all,
  any,
  type Constraint,
  constraintLeq,
  constraintMeet,
  parseConstraint,
  printConstraint,
} from "@ambit/core";
import {
  type Algebra,
  ATOMIC_KINDS,
  CONSTRAINT_PROBES,
  type ConstraintProbe,
  constraints,
  constraintsOf,
  meaningLaws,
  meetLaws,
  nonTrivialityLaws,
  notationLaws,
  orderLaws,
  relatedTriples,
  witnessLaws,
} from "@ambit/testkit";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";

// A law is tried often; a busy machine may need its time.
vi.setConfig({ testTimeout: 60_000 });

const algebra: Algebra<Constraint, ConstraintProbe> = {
  leq: constraintLeq,
  meet: constraintMeet,
  admits: (constraint, { value, facts }) => admits(constraint, value, facts),
};
const notation = { parse: parseConstraint, print: printConstraint };
const relation = { narrow: all, widen: any };
const probes = CONSTRAINT_PROBES;

describe.each([...ATOMIC_KINDS, "all", "any", "optional"] as const)("%s", (kind) => {
  const elements = constraintsOf(kind);
  const triples = relatedTriples(elements, relation);

  test("is ordered", () => expect(orderLaws(algebra, { triples, probes })).toBeGreaterThan(0));
  test("has meets", () => expect(meetLaws(algebra, { triples, probes })).toBeGreaterThan(0));
  test("means what it says", () => expect(meaningLaws(algebra, { triples, probes })).toBeGreaterThan(0));
  test("is written and read", () => expect(notationLaws(notation, elements)).toBeGreaterThan(0));
});

describe.each(ATOMIC_KINDS)("%s is refused only with a witness", (kind) => {
  const element = constraintsOf(kind);
  const other = fc.oneof(...ATOMIC_KINDS.map(constraintsOf));

  test.each([
    ["under its own kind", fc.tuple(element, element, element)],
    ["under any kind", fc.tuple(element, other, other)],
    ["over any kind", fc.tuple(other, element, other)],
  ] as const)("%s", (_case, triples) => {
    expect(witnessLaws(algebra, { triples, probes })).toBeGreaterThan(0);
  });
});

describe("all kinds together", () => {
  const triples = relatedTriples(constraints, relation);

  test("are ordered", () => expect(orderLaws(algebra, { triples, probes })).toBeGreaterThan(0));
  test("have meets", () => expect(meetLaws(algebra, { triples, probes })).toBeGreaterThan(0));
  test("mean what they say", () => expect(meaningLaws(algebra, { triples, probes })).toBeGreaterThan(0));
  test("are often related and often not", () =>
    expect(nonTrivialityLaws(algebra, { triples, probes })).toBeGreaterThan(0));
  test("are written and read", () => expect(notationLaws(notation, constraints)).toBeGreaterThan(0));
});
