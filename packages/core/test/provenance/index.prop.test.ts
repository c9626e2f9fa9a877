import { type JsonValue, VALUE_SOURCES } from "@ambit/core";
import { hold, must } from "@ambit/testkit";
import fc from "fast-check";
import { expect, test } from "vitest";
import { at, facts, indexOf, result } from "./fixture.ts";

const name = fc.stringMatching(/^[a-z]{6,12}$/u);
const address = fc.tuple(name, name).map(([user, host]) => `${user}@${host}.example`);
const text = fc.array(fc.oneof(name, address), { maxLength: 30 }).map((words) => words.join(" "));
const CLASSES = ["id", "counterparty", "prose", "message"] as const;
const rank = (source: string | undefined): number => VALUE_SOURCES.findIndex((known) => known === source);

test("what others write never makes a value that was seen better", () => {
  const tried = hold(
    fc.tuple(address, text, fc.array(fc.tuple(text, fc.constantFrom("counterparty", "prose")))),
    ([value, said, more]) => {
      const own = result({ id: value }, { id: "id" });
      const others = more.map(([body, name]) =>
        result({ body: `${body} ${value}` }, { body: name as "prose" }),
      );
      const before = facts(indexOf(own), { said });
      const after = facts(indexOf(own, ...others), { said });
      must(rank(after.from(at(value))) >= rank(before.from(at(value))), "no better place");
      must(after.contested(at(value)) === true || before.contested(at(value)) === false, "still contested");
    },
  );
  expect(tried).toBeGreaterThan(0);
});

test("a value is found as a whole leaf, and no part of it and nothing put together from it is", () => {
  const tried = hold(fc.tuple(address, address), ([one, other]) => {
    const known = facts(indexOf(result([one, other], { "[*]": "id" })));
    must(known.from(at(one)) === "own" && known.from(at(other.toUpperCase())) === "own", "whole");
    for (const value of [one.slice(1), one.slice(0, -1), one + other, `${one} ${other}`, `${one}\u0003`])
      must(known.from(at(value)) === "model" || value === other || value === one, `no part: ${value}`);
  });
  expect(tried).toBeGreaterThan(0);
});

test("answers do not depend on the order of questions, and a view not on what comes later", () => {
  const values = fc.array(fc.oneof(address, text, fc.integer(), fc.boolean()), {
    minLength: 1,
    maxLength: 8,
  });
  const tried = hold(fc.tuple(values, text, fc.constantFrom(...CLASSES)), ([asked, body, later]) => {
    const index = indexOf(result({ body, id: asked[0] as JsonValue }, { id: "id" }));
    const answers = (list: readonly (string | number | boolean)[], known = facts(index)) =>
      list.map((value) =>
        [known.from(at(value)), known.contested(at(value)), known.copied(at(value))].join(),
      );
    const early = facts(index);
    const forwards = answers(asked);
    must(forwards.join(";") === answers(asked.toReversed()).toReversed().join(";"), "order");
    index.add(result({ more: asked as JsonValue }, { more: later }));
    must(forwards.join(";") === answers(asked, early).join(";"), "later results");
  });
  expect(tried).toBeGreaterThan(0);
});

test("whatever comes back is kept in no more than one and a half times its text, and nothing throws", () => {
  const odd = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    address,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
  );
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      odd,
      fc.array(tie("value")),
      fc.dictionary(name, tie("value")),
    ) as fc.Arbitrary<JsonValue>,
  }));
  const tried = hold(fc.tuple(value, fc.constantFrom(...CLASSES)), ([each, label]) => {
    const written = JSON.stringify(each);
    const index = indexOf(result(each, { "[*]": label, "*": label, "*.*": label, "[*].*": label }));
    must(index.size <= 1.5 * written.length + 4, `${index.size} of ${written.length}`);
    const known = facts(index);
    for (const asked of [written, written.slice(0, 40)]) {
      const about = at(asked);
      must(rank(known.from(about)) >= 0, "a place");
      must(typeof known.fresh(about) === "boolean" && typeof known.copied(about) === "boolean", "an answer");
    }
  });
  expect(tried).toBeGreaterThan(0);
});
