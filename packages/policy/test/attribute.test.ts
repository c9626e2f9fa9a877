import { describe, expect, it } from "vitest";

import { addAttributeKinds, type AttributeKind } from "../src/expression/attribute-kind.ts";
import { attributePath } from "../src/expression/attribute-path.ts";
import { parseMatcher } from "../src/expression/parse.ts";
import { checkedAttribute, ownMember } from "../src/expression/read-attribute.ts";

describe("the path of an attribute", () => {
  it.each([
    ["r_env.hour", { token: "r_env", members: ["hour"], name: "env.hour" }],
    ["r2_env.subject.team", { token: "r2_env", members: ["subject", "team"], name: "env.subject.team" }],
    ["r12_args.n", { token: "r12_args", members: ["n"], name: "args.n" }],
    ["env.hour", { token: "env", members: ["hour"], name: "env.hour" }],
    ["var_1.x", { token: "var_1", members: ["x"], name: "var_1.x" }],
    ["rx_env.x", { token: "rx_env", members: ["x"], name: "rx_env.x" }],
  ])("%s", (text, path) => {
    expect(attributePath(parseMatcher(text))).toEqual(path);
  });

  it.each(["r_env", "r_env[r_x]", 'r_env["hour"]', "f(r_env).hour", "1", "r_env[0].hour"])(
    "is none of %s",
    (text) => {
      expect(attributePath(parseMatcher(text))).toBeUndefined();
    },
  );
});

describe("reading an attribute", () => {
  it("takes own members of objects only", () => {
    expect(ownMember({ a: 1 }, "a", "env.a")).toBe(1);
    expect(ownMember(["x"], "0", "args.0")).toBe("x");
    for (const value of [undefined, null, "text", 7, {}, Object.create({ length: 1 }), () => 1]) {
      expect(() => ownMember(value, "length", "env.length")).toThrow(/env\.length/u);
    }
  });

  it.each<[unknown, AttributeKind]>([
    [true, "boolean"],
    [false, "scalar"],
    [0, "number"],
    [1, "scalar"],
    ["", "string"],
    ["x", "scalar"],
  ])("takes %j as a %s", (value, kind) => {
    expect(checkedAttribute(value, kind, "env.a")).toBe(value);
  });

  it.each<[unknown, AttributeKind, string]>([
    ["x", "boolean", "attribute env.a is no boolean"],
    ["1", "number", "attribute env.a is no number"],
    [1, "string", "attribute env.a is no string"],
    [Number.NaN, "number", "attribute env.a is no number"],
    [Number.NaN, "scalar", "attribute env.a is no boolean, number or text"],
    [["x"], "scalar", "attribute env.a is no boolean, number or text"],
    [{}, "scalar", "attribute env.a is no boolean, number or text"],
  ])("refuses %j as a %s", (value, kind, message) => {
    expect(() => checkedAttribute(value, kind, "env.a")).toThrow(new TypeError(message));
  });

  it("tells one that is missing from one that is something else", () => {
    for (const value of [undefined, null]) {
      expect(() => checkedAttribute(value, "scalar", "env.a")).toThrow(
        expect.objectContaining({ name: "AttributeMissing" }),
      );
    }
  });
});

describe("what an attribute must be", () => {
  const kinds = (text: string): { clash: string | undefined } & Record<string, unknown> => {
    const found = new Map<string, AttributeKind>();
    const clash = addAttributeKinds(found, parseMatcher(text));
    return { clash, ...Object.fromEntries(found) };
  };

  it.each<[string, Record<string, AttributeKind>]>([
    ["r_env.a < 1", { "env.a": "number" }],
    ["1 >= r_env.a", { "env.a": "number" }],
    ["r_env.a <= r_env.b && r_env.c > 1", { "env.a": "number", "env.b": "number", "env.c": "number" }],
    ["r_env.a + 1 == r_env.b", { "env.a": "number", "env.b": "scalar" }],
    ["r_env.a - 1 == 2 && r_env.b * 1 == 2", { "env.a": "number", "env.b": "number" }],
    ["r_env.a / 1 == 2 && r_env.b % 1 == 2", { "env.a": "number", "env.b": "number" }],
    ["-r_env.a == 1 && +r_env.b == 1", { "env.a": "number", "env.b": "number" }],
    ["!r_env.a", { "env.a": "scalar" }],
    ['r_env.a == "x"', { "env.a": "string" }],
    ['"x" == r_env.a', { "env.a": "string" }],
    ["r_env.a == true", { "env.a": "boolean" }],
    ["r_env.a != 3", { "env.a": "number" }],
    ["r_env.a == p_x", { "env.a": "scalar" }],
    ['r_env.a in ["x", "y"]', { "env.a": "string" }],
    ['r_env.a in ("x", "y")', { "env.a": "string" }],
    ["g(r_env.a, p_x) && g2(r_env.b, p_x)", { "env.a": "string", "env.b": "string" }],
    ["glob(r_env.a, p_x) && span(r_env.b, p_y)", { "env.a": "string", "env.b": "number" }],
    ["own(r_env.a)", { "env.a": "scalar" }],
    ["gg(r_env.a)", { "env.a": "scalar" }],
    ["r_env.a == p_x && r_env.a < 1", { "env.a": "number" }],
    ["r_env.a < 1 && r_env.a == p_x", { "env.a": "number" }],
  ])("%s", (text, expected) => {
    expect(kinds(text)).toEqual({ clash: undefined, ...expected });
  });

  it("is one thing, wherever it is read", () => {
    expect(kinds('r_env.a < 1 && r_env.a == "x"')).toMatchObject({ clash: "env.a" });
    expect(kinds('r_env.a == "x" || r_env.a == "y"')).toMatchObject({ clash: undefined });
  });
});
