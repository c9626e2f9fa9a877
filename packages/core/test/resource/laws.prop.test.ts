import {
  canonicalPattern,
  canonicalResource,
  expandTemplate,
  patternLeq,
  resourceMatches,
} from "@ambit/core";
import { hold, must, Share } from "@ambit/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";

const words = [
  "a",
  "b",
  "ab",
  "..",
  ".",
  "",
  "%2e%2e",
  "%2f",
  "%25",
  "ü",
  " ",
  "*",
  "?",
  "#",
  "\\",
  "@",
  ":",
  "7",
];
const parts = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 });
const schemes = [
  "/",
  "file:///",
  "crm://",
  "https://h.example/",
  "https://H.example:443/",
  "tool:",
  "mailto:a@",
];
const texts = fc.tuple(fc.constantFrom(...schemes), parts, fc.constantFrom("/", "", "/"));
const raw = texts.map(([scheme, segments, separator]) => scheme + segments.join(separator));

const names = fc.array(fc.constantFrom("a", "b", "ab"), { minLength: 1, maxLength: 3 });
const resources = names.map((segments) => `crm://${segments.join("/")}`);
const patterns = fc.oneof(
  resources,
  resources.map((resource) => `${resource}/**`),
  fc.constantFrom("**", "crm://**"),
);

function canonical(text: string): string | undefined {
  try {
    return canonicalResource(text);
  } catch {
    return undefined;
  }
}

test("a canonical resource is its own canonical form, and holds nothing ambiguous", () => {
  const spelled = new Share("a text has a canonical form");
  hold(raw, (text) => {
    const resource = canonical(text);
    spelled.count(resource !== undefined);
    if (resource === undefined) return;
    must(canonicalResource(resource) === resource, "canonical(canonical(x)) is canonical(x)");
    must(canonicalPattern(resource) === resource, "a resource is a pattern of itself");
    must(!/\\|\s|\/\.\.?(?:\/|$)|%2f|%5c|\*/iu.test(resource), "nothing that could be read in two ways");
  });
  expect(() => spelled.demand(0.1)).not.toThrow();
});

test("a value of a placeholder never adds a segment", () => {
  const expanded = new Share("a value has a place in a resource");
  hold(
    fc.oneof(
      parts.map((segments) => segments.join("")),
      fc.string(),
    ),
    (id) => {
      let found: readonly string[] = [];
      try {
        found = expandTemplate("crm://orders/{args.id}/lines", { args: { id } });
      } catch {
        // refused
      }
      expanded.count(found.length > 0);
      for (const resource of found)
        must(resource.split("/").length === 5, "as many segments as the template");
    },
  );
  expect(() => expanded.demand(0.1)).not.toThrow();
});

test("the order of patterns says the truth about what they match", () => {
  const below = new Share("a pattern is below another one");
  hold(fc.tuple(patterns, patterns, patterns, resources), ([a, b, c, resource]) => {
    below.count(patternLeq(a, b));
    must(patternLeq(a, a), "a ≤ a");
    if (patternLeq(a, b) && patternLeq(b, c)) must(patternLeq(a, c), "a ≤ b and b ≤ c give a ≤ c");
    if (patternLeq(a, b) && patternLeq(b, a)) must(a === b, "a ≤ b and b ≤ a only for equal patterns");
    if (patternLeq(a, b) && resourceMatches(a, resource))
      must(resourceMatches(b, resource), "a ≤ b keeps matches");
    must(patternLeq(resource, a) === resourceMatches(a, resource), "a resource is below what it matches");
  });
  expect(() => below.demand(0.1)).not.toThrow();
});
