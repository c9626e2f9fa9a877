import { joinMarks, SENSITIVITIES, sensitivityRank, type TaintMarks, UNTAINTED } from "@ambit/core";
import { hold, must } from "@ambit/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";

const marks = fc.record({
  untrusted: fc.boolean(),
  seen: fc.constantFrom(...SENSITIVITIES),
  sources: fc.uniqueArray(fc.constantFrom("mail.read", "web.get", "crm.read")),
});

function same(a: TaintMarks, b: TaintMarks): boolean {
  return (
    a.untrusted === b.untrusted &&
    a.seen === b.seen &&
    new Set([...a.sources, ...b.sources]).size === a.sources.length &&
    a.sources.length === b.sources.length
  );
}

test("marks only rise, and joining them is a join", () => {
  const tried = hold(fc.tuple(marks, marks, marks), ([a, b, c]) => {
    const both = joinMarks(a, b);
    must(both.untrusted === (a.untrusted || b.untrusted), "untrusted stays");
    must(
      sensitivityRank(both.seen) === Math.max(sensitivityRank(a.seen), sensitivityRank(b.seen)),
      "seen rises",
    );
    must(
      [...a.sources, ...b.sources].every((source) => both.sources.includes(source)),
      "sources stay",
    );
    must(same(both, joinMarks(b, a)), "a ∨ b = b ∨ a");
    must(same(joinMarks(both, c), joinMarks(a, joinMarks(b, c))), "(a ∨ b) ∨ c = a ∨ (b ∨ c)");
    must(joinMarks(a, a) === a && joinMarks(a, UNTAINTED) === a, "a ∨ a = a ∨ 0 = a");
  });
  expect(tried).toBeGreaterThan(0);
});

test("sources stand in order of first reading", () => {
  const a = { untrusted: true, seen: "public", sources: ["mail.read"] } as const;
  const b = { untrusted: false, seen: "internal", sources: ["web.get", "mail.read"] } as const;
  expect(joinMarks(a, b)).toEqual({ untrusted: true, seen: "internal", sources: ["mail.read", "web.get"] });
});
