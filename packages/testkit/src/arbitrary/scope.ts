import {
  type Budget,
  BUDGET_UNITS,
  type Clause,
  type CoverRequest,
  exact,
  maxLen,
  oneOf,
  optional,
  range,
  type Scope,
  SENSITIVITIES,
  wildcard,
} from "@ambit/core";
import fc, { type Arbitrary } from "fast-check";

const PURPOSES = ["support", "support/refund", "support/refund/eu", "sales"] as const;
const TOOLS = ["crm.read", "crm.refund", "__proto__", "constructor"] as const;
const PATTERNS = ["**", "crm://orders/**", "crm://orders/7", "crm://orders/7/**", "file:///srv/**"] as const;

const clause: Arbitrary<Clause> = fc
  .record({
    args: fc.dictionary(
      fc.constantFrom("id", "note", "__proto__"),
      fc.constantFrom(
        exact(7),
        oneOf([7, 8]),
        oneOf([]),
        range({ max: 8 }),
        maxLen(2),
        wildcard(),
        optional(exact(7)),
      ),
      { maxKeys: 2 },
    ),
    resources: fc.option(fc.uniqueArray(fc.constantFrom(...PATTERNS), { maxLength: 2 }), { nil: undefined }),
  })
  .map(({ args, resources }) => (resources === undefined ? { args } : { args, resources }));

const tools = fc.oneof(
  { weight: 1, arbitrary: fc.constant("any" as const) },
  {
    weight: 4,
    arbitrary: fc.dictionary(fc.constantFrom(...TOOLS), fc.array(clause, { maxLength: 2 }), { maxKeys: 3 }),
  },
);

const budget: Arbitrary<Budget> = fc.dictionary(fc.constantFrom(...BUDGET_UNITS), fc.constantFrom(0, 1, 2), {
  noNullPrototype: true,
});

/** Scopes out of small pools, so that they have calls in common; names of `Object.prototype` among the tools. */
export const scopes: Arbitrary<Scope> = fc.record({
  tools,
  sensitivity: fc.constantFrom(...SENSITIVITIES),
  budget,
  expiresAt: fc.constantFrom(10, 20),
  depth: fc.constantFrom(0, 1, 2),
  purpose: fc.constantFrom(...PURPOSES),
});

/** A call at every edge of the generated scopes. */
export const SCOPE_PROBES: readonly CoverRequest[] = TOOLS.flatMap((tool) =>
  [{}, { id: 7 }, { id: 8, note: "ab" }, { id: 9 }, { id: "7" }, { id: 7, note: "abc" }].flatMap((args) =>
    [["crm://orders/7"], ["crm://orders/7", "file:///srv/a"], ["crm://orders/8"], []].flatMap((resources) => [
      { tool, args, resources, sensitivity: "public" as const, purpose: "support/refund/eu", now: 5 },
      { tool, args, resources, sensitivity: "confidential" as const, purpose: "support/refund", now: 9 },
      { tool, args, resources, sensitivity: "public" as const, purpose: "sales", now: 15 },
    ]),
  ),
);
