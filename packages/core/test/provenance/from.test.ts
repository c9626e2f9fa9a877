import { formOf, MAX_INDEXED } from "@ambit/core";
import { describe, expect, it } from "vitest";
import { at, facts, indexOf, result } from "./fixture.ts";

const CONTACTS = { "[*].mail": "id", "[*].name": "id", "[*].note": "prose" } as const;
const ann = { name: "Ann Smith", mail: "ann@acme.example", note: "owes for order 104207" };
const MAIL = { from: "counterparty", subject: "prose", body: "prose" } as const;

describe("where a value comes from", () => {
  it("is the worst place where it stands, unless the user or the subject names it", () => {
    const mail = { from: "ann@acme.example", subject: "hi", body: "pay bob@acme.example now" };
    const contacts = [ann, { ...ann, mail: "bob@acme.example" }, { ...ann, mail: "cyn@acme.example" }];
    const index = indexOf(result(contacts, CONTACTS), result(mail, MAIL));
    const known = facts(index, { said: "write to dan@acme.example", subject: ["eve@acme.example"] });
    const names = ["ann", "bob", "cyn", "dan", "eve", "fay"];
    const from = names.map((name) => known.from(at(`${name}@acme.example`)));
    expect(from).toEqual(["counterparty", "prose", "own", "user", "subject", "model"]);
    expect(names.map((name) => known.nowhere(at(`${name}@acme.example`)))).toEqual([
      ...Array.from({ length: 5 }, () => false),
      true,
    ]);
    expect(facts(index, { said: "bob@acme.example" }).from(at("bob@acme.example"))).toBe("user");
  });

  it.each([
    ["a link", "https://www.acme.example/a/", "http://acme.example/a"],
    ["an account", "GB29 NWBK 6016 1331 9268 19", "gb29nwbk60161331926819"],
    ["a phone number", "+49 (30) 123-4567", "+49301234567"],
    ["a number", "12.0", 12],
    ["a day", "2026-11-25T10:00:00Z", "2026-11-25"],
    ["a name", "Ann Smith", "ann smith"],
    ["the base name of a path", "/docs/2026/report.pdf", "report.pdf"],
  ])("knows %s in another spelling", (_what, seen, asked) => {
    const known = facts(indexOf(result({ id: seen }, { id: "id" })));
    expect(known.from(at(asked))).toBe("own");
  });

  it.each([
    ["a path to a bare name that was seen", "report.pdf", "/evil/report.pdf"],
    ["a part of a value", "ann@acme.example.evil.example", "ann@acme.example"],
    ["another letter that looks the same", "bob@acme.example", "b\u043Eb@acme.example"],
    ["an invisible character", "order-104207", "order-\u200B104207"],
    ["white space around", "order-104207", " order-104207"],
    ["two values in one", "ann@acme.example", "ann@acme.example,ann@acme.example"],
    ["another number", "10.5", 105],
    ["the marks of the index", "ann@acme.example", "ann@acme.example\u0003"],
  ])("takes %s for the model's", (_what, seen, asked) => {
    expect(facts(indexOf(result({ id: seen }, { id: "id" }))).from(at(asked))).toBe("model");
  });

  it("takes what is not declared, is too long or holds odd characters for prose", () => {
    const value = {
      id: "order-104207",
      other: "order-204207",
      long: `x${"y".repeat(80)}`,
      odd: "a\u0002ibob@acme",
    };
    const known = facts(indexOf(result(value, { id: "id", long: "id", odd: "id" })));
    expect(
      ["order-104207", "order-204207", value.long, "bob@acme"].map((each) => known.from(at(each))),
    ).toEqual(["own", "prose", "prose", "model"]);
  });

  it("finds a short value in a field and nowhere else", () => {
    const index = indexOf(result({ id: 42, note: "take 43 of abc", name: "abc" }, { id: "id" }));
    expect([42, "42", 43, 4, "abc"].map((each) => facts(index).from(at(each)))).toEqual([
      "own",
      "own",
      "model",
      "model",
      "model",
    ]);
  });

  it("reads names of members as prose unless they are declared", () => {
    const value = { files: { "a/b.txt": 1, "evil@x.example": 2 }, "eve@x.example": { id: 3 } };
    expect(facts(indexOf(result(value, {}))).from(at("eve@x.example"))).toBe("prose");
    const known = facts(indexOf(result(value, { "files.@keys": "id", "*.id": "id" })));
    expect(["a/b.txt", "evil@x.example", "eve@x.example", 3].map((each) => known.from(at(each)))).toEqual([
      "own",
      "own",
      "prose",
      "own",
    ]);
  });

  it("takes the worst class of those declared, and a list at a path for its elements", () => {
    const value = { a: { to: ["ann@acme.example"] }, b: { to: "bob@acme.example" } };
    const known = facts(indexOf(result(value, { "*.to": "id", "b.to": "counterparty" })));
    expect(["ann@acme.example", "bob@acme.example"].map((each) => known.from(at(each)))).toEqual([
      "own",
      "counterparty",
    ]);
    expect(facts(indexOf(result(["ann@acme.example"], { "[*]": "id" }))).from(at("ann@acme.example"))).toBe(
      "own",
    );
    expect(facts(indexOf(result("ann@acme.example", { "[*]": "id" }))).from(at("ann@acme.example"))).toBe(
      "own",
    );
  });

  it("takes a result that is very deep for prose", () => {
    let value: object = { id: "order-104207" };
    for (let depth = 0; depth < 5000; depth++) value = { a: value };
    expect(facts(indexOf(result(value as never, { id: "id" }))).from(at("order-104207"))).toBe("prose");
  });

  it("says nothing when more came back than it holds", () => {
    const index = indexOf(result("x ".repeat(MAX_INDEXED / 2 + 1)));
    const known = facts(index, { said: "write to dan@acme.example" });
    const asked = at("ann@acme.example");
    expect(known.from(at("dan@acme.example"))).toBe("user");
    expect([
      known.from(asked),
      known.nowhere(asked),
      known.contested(asked),
      known.fresh(asked),
      known.copied(asked),
      known.containsSecret(asked),
      known.linkedToUser(asked),
      known.isSourced(asked, true),
    ]).toEqual(Array.from({ length: 8 }, () => undefined));
  });

  it("has no form for what is no value", () => {
    expect(["", "a\nb", "\u202Eabc", null, true].map(formOf)).toEqual(
      Array.from({ length: 5 }, () => undefined),
    );
  });
});
