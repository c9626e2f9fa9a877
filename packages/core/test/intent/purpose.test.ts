import { isPurpose, purposeWithin } from "@ambit/core";
import { expect, test } from "vitest";

test.each(["support", "support/refund", "a1/b-2/c_3.x", "a".repeat(200)])("%s is a purpose", (text) => {
  expect(isPurpose(text)).toBe(true);
});

test.each([
  "",
  "/",
  "support/",
  "/support",
  "a//b",
  "Support",
  "a b",
  "a/../b",
  "-a",
  "a/\n",
  "a".repeat(201),
  7,
  null,
  ["a"],
])("%j is none", (value) => {
  expect(isPurpose(value)).toBe(false);
});

test.each([
  ["sales", "sales", true],
  ["sales/quote", "sales", true],
  ["sales/quote/eu", "sales", true],
  ["sales", "sales/quote", false],
  ["salesforce", "sales", false],
  ["support", "sales", false],
])("%s within %s: %s", (child, parent, within) => {
  expect(purposeWithin(child, parent)).toBe(within);
});
