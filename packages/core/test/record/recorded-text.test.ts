import { maskText } from "@ambit/core";
import { hold, must } from "@ambit/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";

const MASK = "▒▒▒";

test.each([
  ["an address", "write to ann.o+x@mail.example.com now", `write to ${MASK} now`],
  ["a number of six digits", "order 123456 of 12345", `order ${MASK} of 12345`],
  ["a key", "key sk_live_abcdefghijklmnop1234", `key ${MASK}`],
  ["an account", "to GB29NWBK60161331926819 please", `to ${MASK} please`],
  ["nothing", "Refund order 1042, it arrived broken.", "Refund order 1042, it arrived broken."],
])("%s is masked", (_name, text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test("a text is cut at 120 characters", () => {
  const words = "word ".repeat(40);
  expect(maskText("a ".repeat(60))).toHaveLength(120);
  expect(maskText(words)).toHaveLength(120);
  expect(maskText(words).endsWith("…")).toBe(true);
});

test("what is shown is short and holds no long run of digits", () => {
  const tried = hold(
    fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("1", "2", " ", "a") })),
    (text) => {
      const shown = maskText(text);
      must(shown.length <= 120, "at most 120 characters");
      must(!/\b\d{6,}\b/u.test(shown), "no number of six and more digits");
    },
  );
  expect(tried).toBeGreaterThan(0);
});
