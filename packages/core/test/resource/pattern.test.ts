import { canonicalPattern, patternLeq, resourceMatches } from "@ambit/core";
import { describe, expect, test } from "vitest";

describe("a resource matches", () => {
  test.each([
    ["**", "crm://orders/7"],
    ["crm://orders/7", "crm://orders/7"],
    ["crm://orders/**", "crm://orders"],
    ["crm://orders/**", "crm://orders/7"],
    ["crm://orders/**", "crm://orders/7/lines/1"],
    ["crm://**", "crm://orders"],
    ["file:///**", "file:///"],
    ["file:///**", "file:///etc/passwd"],
    ["https://example.com/**", "https://example.com/"],
    ["https://example.com/**", "https://example.com/?q"],
    ["https://example.com/a/**", "https://example.com/a?q=1"],
    ["https://example.com/a/**", "https://example.com/a/"],
    ["https://**", "https://example.com/"],
  ])("%s on %s", (pattern, resource) => {
    expect(resourceMatches(pattern, resource)).toBe(true);
  });
});

describe("a resource does not match", () => {
  test.each([
    ["crm://orders/7", "crm://orders/70"],
    ["crm://orders/7", "crm://orders"],
    ["crm://orders/**", "crm://orders2/7"],
    ["crm://orders/**", "crm://order"],
    ["crm://orders/**", "CRM://orders/7"],
    ["crm://**", "crm:///orders"].toReversed() as [string, string],
    ["https://example.com/**", "https://example.com.evil.example/"],
    ["https://example.com/**", "https://example.com:8443/"],
    ["https://**", "http://example.com/"],
    ["file:///srv/**", "file:///srvx/a"],
    ["file:///srv/%2A%2A", "file:///srv/a"],
  ])("%s on %s", (pattern, resource) => {
    expect(resourceMatches(pattern, resource)).toBe(false);
  });
});

describe("a pattern has one spelling", () => {
  test.each([
    ["**", "**"],
    ["/**", "file:///**"],
    ["file:///**", "file:///**"],
    ["crm://**", "crm://**"],
    ["/my files/**", "file:///my%20files/**"],
    ["https://EXAMPLE.com:443/**", "https://example.com/**"],
    ["https://example.com/a?q", "https://example.com/a?q"],
    ["CRM://orders/7", "crm://orders/7"],
    ["mailto:a@EXAMPLE.com", "mailto:a@example.com"],
  ])("%s", (text, canonical) => {
    expect(canonicalPattern(text)).toBe(canonical);
    expect(canonicalPattern(canonical)).toBe(canonical);
  });

  test.each([
    ["*"],
    ["crm://orders/*"],
    ["crm://*/7"],
    ["crm://orders/**/7"],
    ["crm://orders**"],
    ["/public/../**"],
    ["/a//**"],
    ["https://example.com/a?q/**"],
    ["https://user@example.com/**"],
    ["crm:/**"],
    [""],
  ])("%s has none", (text) => {
    expect(() => canonicalPattern(text)).toThrow(expect.objectContaining({ reason: "resource_invalid" }));
  });
});

describe("patterns in order", () => {
  test.each([
    ["crm://orders/7", "**"],
    ["crm://orders/**", "**"],
    ["crm://orders/7", "crm://orders/**"],
    ["crm://orders", "crm://orders/**"],
    ["crm://orders/7/**", "crm://orders/**"],
    ["crm://orders/**", "crm://**"],
  ])("%s under %s", (child, parent) => {
    expect(patternLeq(child, parent)).toBe(true);
    expect(patternLeq(parent, child)).toBe(false);
    expect(patternLeq(child, child)).toBe(true);
  });

  test.each([
    ["crm://orders/7", "crm://orders/8"],
    ["crm://orders/**", "crm://orders2/**"],
    ["crm://users/1", "crm://orders/**"],
  ])("%s beside %s", (a, b) => {
    expect(patternLeq(a, b)).toBe(false);
    expect(patternLeq(b, a)).toBe(false);
  });
});
