import { describe, expect, it } from "vitest";
import { Words } from "@ambit/core";

const has = (text: string, value: string): boolean => new Words(text).has(value);

describe("the words of a text", () => {
  it.each([
    ["Refund order 1042, it arrived broken.", "1042"],
    ["Refund (order “1042”)!", "1042"],
    ["Write to Bob@Acme.example.", "bob@acme.example"],
    ["read https://acme.example/a?b=1 and stop", "https://acme.example/a?b=1"],
    ["see /srv/data/report.txt", "/srv/data/report.txt"],
    ["mail 'Ann Smith', please", "ann smith"],
    ["Ann   Smith\nowes", "ann smith"],
    ["42", "42"],
    [" eve ", "eve"],
    ["Straße-1234 Zürich-Nord", "straße-1234"],
    ["注文番号123456を返金", "注文番号123456を返金"],
  ])("%j has %j", (text, value) => {
    expect(has(text, value)).toBe(true);
  });

  it.each([
    ["part of a number", "order 10421", "1042"],
    ["part of an address", "bob@acme.example.evil.example", "bob@acme.example"],
    ["part of a host", "https://acme.example.evil.example/", "acme.example"],
    ["the end of a path", "/etc/secret-file", "secret-file"],
    ["a short number", "pay 100 to Ann", "100"],
    ["a short word", "pay eve now", "eve"],
    ["signs", "... ------- ...", "-------"],
    ["nothing", "pay", ""],
    ["a space", "pay   now", " "],
    ["another white space", "mail Ann Smith", "ann\nsmith"],
    ["white space around", "order 1042 is broken", " 1042 "],
    ["a look-alike", "write to bob@acme.example", "bob@\u0430cme.example"],
    ["a Kelvin sign", "write to markus", "mar\u212Aus"],
    ["a full-width digit", "order 1042", "\uFF11\uFF10\uFF14\uFF12"],
    ["a zero-width space", "order 104242", "1042\u200B42"],
    ["another normal form", "Zu\u0308rich-Nord", "z\u00fcrich-nord"],
    ["two sentences", "Pay Anna. Schmidt waits.", "anna schmidt"],
    ["a text that is longer", "order 1042", "order 1042 and 1043"],
    ["a member of every object", "order", "constructor"],
  ])("%s is not in it: %j has no %j", (_what, text, value) => {
    expect(has(text, value)).toBe(false);
  });

  it("are searched in linear time, whatever signs they have", () => {
    const text = `${"(".repeat(200_000)} ${".".repeat(200_000)}x ${"ann smith ".repeat(20_000)}`;
    const words = new Words(text);
    const before = performance.now();
    expect(words.has("ann smitt")).toBe(false);
    expect(words.has("constant")).toBe(false);
    expect(words.has(`${".".repeat(200_000)}x`)).toBe(false);
    expect(performance.now() - before).toBeLessThan(1000);
  });
});
