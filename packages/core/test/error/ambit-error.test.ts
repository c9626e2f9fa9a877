import { AmbitDeniedError, AmbitError, CODES, codeRow } from "@ambit/core";
import { expect, test } from "vitest";

test("an error is its row of the table, with facts", () => {
  const error = new AmbitError("row_width", { file: "rules.csv", line: 3 });
  const { code, message, hint } = codeRow("row_width");
  expect(error).toMatchObject({ name: "AmbitError", reason: "row_width", code });
  expect(error.message).toBe(`${code} row_width: ${message} (file rules.csv, line 3). ${hint}`);
  expect(Object.isFrozen(error.facts)).toBe(true);
  expect(new AmbitError("policy_empty").message).not.toContain("(");
});

test("an error is found through its causes, and through copies of the module", () => {
  const error = new AmbitDeniedError("no_run", "send", "d1");
  expect(AmbitError.find(error)).toBe(error);
  expect(AmbitError.find(new Error("outer", { cause: new Error("inner", { cause: error }) }))).toBe(error);
  const copy = Object.defineProperty(new Error("copy"), Symbol.for("ambit.error"), { value: true });
  expect(AmbitError.find({ cause: copy })).toBe(copy);
});

test.each([
  undefined,
  null,
  "no_run",
  new Error("plain"),
  { cause: "no_run" },
  Object.create(new AmbitError("no_run")),
])("%s is none", (value) => {
  expect(AmbitError.find(value)).toBeUndefined();
});

test("a chain of causes is followed 16 deep, and a ring ends", () => {
  const ring = new Error("ring");
  ring.cause = ring;
  expect(AmbitError.find(ring)).toBeUndefined();
  const chain = (depth: number): unknown =>
    depth === 0 ? new AmbitError("no_run") : { cause: chain(depth - 1) };
  expect(AmbitError.find(chain(15))).toBeInstanceOf(AmbitError);
  expect(AmbitError.find(chain(16))).toBeUndefined();
});

test("each row has a code of its own", () => {
  const codes = Object.values(CODES).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^AMBIT-[PDGT]\d{3}$/u);
});
