import {
  admits,
  all,
  any,
  type Constraint,
  constraintLeq,
  constraintMeet,
  exact,
  oneOf,
  parseConstraint,
  printConstraint,
  wildcard,
} from "@ambit/core";
import {
  type Algebra,
  CONSTRAINT_PROBES,
  type ConstraintProbe,
  constraints,
  meaningLaws,
  meetLaws,
  nonTrivialityLaws,
  notationLaws,
  orderLaws,
  relatedTriples,
  Share,
  witnessLaws,
} from "@ambit/testkit";
import { describe, expect, test, vi } from "vitest";

// A law is tried often; a busy machine may need its time.
vi.setConfig({ testTimeout: 60_000 });

type Twin = Algebra<Constraint, ConstraintProbe>;

const good: Twin = {
  leq: constraintLeq,
  meet: constraintMeet,
  admits: (constraint, { value, facts }) => admits(constraint, value, facts),
};
const sample = {
  triples: relatedTriples(constraints, { narrow: all, widen: any }),
  probes: CONSTRAINT_PROBES,
};
const notation = { parse: parseConstraint, print: printConstraint };

test("the real algebra keeps the laws that its broken twins break", () => {
  expect(orderLaws(good, sample)).toBeGreaterThan(0);
  expect(nonTrivialityLaws(good, sample)).toBeGreaterThan(0);
  expect(meetLaws(good, sample)).toBeGreaterThan(0);
  expect(meaningLaws(good, sample)).toBeGreaterThan(0);
  expect(notationLaws(notation, constraints)).toBeGreaterThan(0);
});

const TWINS: readonly (readonly [string, Partial<Twin>, readonly (typeof orderLaws)[]])[] = [
  ["leq is always true", { leq: () => true }, [orderLaws, nonTrivialityLaws, meaningLaws]],
  ["leq is always false", { leq: () => false }, [orderLaws, nonTrivialityLaws, meetLaws]],
  ["leq is turned round", { leq: (a, b) => constraintLeq(b, a) }, [meetLaws, meaningLaws]],
  ["leq compares the kinds", { leq: (a, b) => a.kind === b.kind }, [orderLaws, meetLaws, meaningLaws]],
  ["leq is equality", { leq: (a, b) => constraintLeq(a, b) && constraintLeq(b, a) }, [meetLaws]],
  ["meet gives the left one", { meet: (a) => a }, [meetLaws, meaningLaws]],
  ["meet gives the right one", { meet: (_, b) => b }, [meetLaws, meaningLaws]],
  ["meet gives nothing", { meet: () => oneOf([]) }, [meetLaws, meaningLaws]],
  ["meet is the join", { meet: any }, [meetLaws, meaningLaws]],
  ["everything is admitted", { admits: () => true }, [nonTrivialityLaws]],
  ["nothing is admitted", { admits: () => false }, [nonTrivialityLaws]],
  [
    "absence is admitted",
    { admits: (a, b) => b.value === undefined || good.admits(a, b) },
    [nonTrivialityLaws],
  ],
];

describe.each(TWINS.filter(([name]) => name !== "absence is admitted"))("%s", (_name, broken, laws) => {
  test.each(laws.map((law) => [law.name, law] as const))("is noticed by %s", (_law, law) => {
    expect(() => law({ ...good, ...broken }, sample)).toThrow(/broken|Property failed/u);
  });
});

test("an order that refuses too much has no witness", () => {
  const triples = relatedTriples(constraints, { narrow: (a) => a, widen: (a) => a });
  const strict: Twin = { ...good, leq: (a, b) => a !== b && constraintLeq(a, b) };
  expect(() => witnessLaws(strict, { ...sample, triples })).toThrow(/Property failed/u);
});

test.each([
  ["skips unknown members", (json: never) => parseConstraint({ constraint_type: json["constraint_type"] })],
  ["reads nothing", () => undefined],
  ["reads everything as anything", () => wildcard()],
] as const)("a parser that %s is noticed", (_name, parse) => {
  expect(() => notationLaws({ ...notation, parse: parse as typeof parseConstraint }, constraints)).toThrow(
    /Property failed/u,
  );
});

test("a printer that loses the value is noticed", () => {
  const print = () => printConstraint(exact(1));
  expect(() => notationLaws({ ...notation, print }, constraints)).toThrow(/Property failed/u);
});

test("a share is demanded on both sides, and of nothing there is none", () => {
  const share = new Share("x");
  expect(() => share.demand(0.1)).toThrow("x");
  share.count(true);
  expect(() => share.demand(0.1)).toThrow("x in 100.0 % of cases is trivial");
  share.count(false);
  expect(() => share.demand(0.5)).not.toThrow();
  share.count(false);
  expect(() => share.demand(0.4)).toThrow("x in 33.3 % of cases is trivial");
});
