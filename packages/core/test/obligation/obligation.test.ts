import { type Obligation, parseObligations, printObligation, uniteObligations } from "@ambit/core";
import { hold, must } from "@ambit/testkit";
import fc, { type Arbitrary } from "fast-check";
import { describe, expect, test } from "vitest";

const name = fc.constantFrom("finance", "customer.email", "items[*].card", "a-b", "x1");
const obligation: Arbitrary<Obligation> = fc.oneof(
  name.map((role) => ({ kind: "approve" as const, role })),
  fc.record({
    kind: fc.constant("approve" as const),
    role: name,
    ttlSeconds: fc.integer({ min: 1, max: 999_999 }),
  }),
  name.map((field) => ({ kind: "redact" as const, field })),
  name.map((channel) => ({ kind: "alert" as const, channel })),
  fc.constantFrom<Obligation>({ kind: "log:full" }, { kind: "review:after" }, { kind: "intent:fresh" }),
);

test("obligations are written and read", () => {
  const tried = hold(fc.array(obligation, { minLength: 1, maxLength: 4 }), (obligations) => {
    const text = obligations.map(printObligation).join(" + ");
    must(JSON.stringify(parseObligations(text)) === JSON.stringify(obligations), "parse(print(x)) is x");
  });
  expect(tried).toBeGreaterThan(0);
});

test.each([
  ["", []],
  ["none", []],
  [
    " approve:finance;ttl:15m + log:full ",
    [{ kind: "approve", role: "finance", ttlSeconds: 900 }, { kind: "log:full" }],
  ],
  ["approve:finance;2h", [{ kind: "approve", role: "finance", ttlSeconds: 7200 }]],
  ["approve:finance;ttl:1d", [{ kind: "approve", role: "finance", ttlSeconds: 86_400 }]],
])("%j is read", (text, obligations) => {
  expect(parseObligations(text)).toEqual(obligations);
});

describe("an unknown obligation makes all of them unreadable", () => {
  test.each([
    ["approve"],
    ["approve:"],
    ["approve:a:b"],
    ["approve:a;ttl:0"],
    ["approve:a;ttl:5y"],
    ["approve:a;ttl:5m;x"],
    ["approve:a b"],
    ["log"],
    ["log:full;x"],
    ["redact:card;x"],
    ["Approve:a"],
    ["log:full +"],
    ["none + log:full"],
    ["log:full, alert:ops"],
    ["constructor"],
  ])("%s", (text) => {
    expect(parseObligations(text)).toBeUndefined();
    expect(parseObligations(`log:full + ${text}`)).toBeUndefined();
  });
});

test("a union holds each obligation once, in order of first appearance", () => {
  const [a, b, c] = [
    { kind: "log:full" },
    { kind: "redact", field: "x" },
    { kind: "alert", channel: "x" },
  ] as const;
  expect(uniteObligations([a, b], [b, c], [a])).toEqual([a, b, c]);
  expect(uniteObligations()).toEqual([]);
});
