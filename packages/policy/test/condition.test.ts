import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { AttributeMissing } from "../src/condition/attribute-missing.ts";
import { compileCondition } from "../src/condition/condition.ts";
import { ConditionError } from "../src/condition/condition-error.ts";

const ENV = {
  n: 3,
  on: true,
  off: false,
  name: "main",
  subject: { tier: "gold", age: 40 },
  nested: { x: { y: 1 } },
};
const ARGS = { amount: 40, text: "it's", list: [1], empty: "" };

function holds(text: string, args: unknown = ARGS): boolean {
  return compileCondition(text)({ env: ENV, args });
}

function compiled(text: string): unknown {
  try {
    return compileCondition(text);
  } catch (error) {
    return error;
  }
}

describe("conditions", () => {
  it.each([
    ["true", true],
    ["false", false],
    ["env.n == 3", true],
    ["env.n != 3", false],
    ["env.n >= 3 && env.n <= 3 && env.n > 2 && env.n < 4", true],
    ["env.n > -1", true],
    ["env.on && !env.off", true],
    ["!(env.n == 3) || env.name == 'main'", true],
    ['env.name == "main"', true],
    ["env.name in ['dev', \"main\"]", true],
    ["env.name in ['dev'] || env.on", true],
    ["env.on && env.n in [1, 2, 3] && env.name != 'x'", true],
    ["env.n in [-1, 2]", false],
    ["env.nested.x.y == 1", true],
    ["subject.tier == 'gold' && subject.age >= 18", true],
    ["has(args.amount) && args.amount <= 100", true],
    ["has(args.missing) && args.missing == 1", false],
    ["!has(subject.plan)", true],
    ["has(args.list)", true],
    ["args.empty == ''", true],
    ["env.off && args.missing == 1", false],
  ])("%s is %s", (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it.each([
    ["args.missing == 1", "args.missing"],
    ["env.nested.z.y == 1", "env.nested.z.y"],
    ["subject.plan == 'x'", "subject.plan"],
    ["args.toString == 'x'", "args.toString"],
    ["args.__proto__ == 'x'", "args.__proto__"],
    ["args.constructor == 'x'", "args.constructor"],
    ["args.text.length == 4", "args.text.length"],
  ])("%s throws with the name of the attribute", (text, name) => {
    const thrown = ((): unknown => {
      try {
        return holds(text);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(AttributeMissing);
    expect((thrown as AttributeMissing).attribute).toBe(name);
  });

  it.each([
    ["args.amount == '40'"],
    ["args.text < 5"],
    ["args.text && true"],
    ["!args.amount"],
    ["args.list == 1"],
    ["args.amount in ['40']"],
    ["args.text"],
  ])("%s throws for its types, and the message names no value", (text) => {
    expect(() => holds(text)).toThrow(TypeError);
    expect(() => holds(text)).not.toThrow(/it's/u);
  });

  it("takes no array for its only element, null for zero, or NaN for a number", () => {
    for (const amount of [[40], null, Number.NaN, "40", { valueOf: () => 40 }, true]) {
      expect(() => holds("args.amount == 40", { amount })).toThrow();
      expect(() => holds("args.amount <= 100", { amount })).toThrow();
    }
  });

  it("refuses every text that is not of the grammar, and runs none", () => {
    const pieces = fc.constantFrom(
      "args.x",
      "env",
      "(",
      ")",
      "==",
      "&&",
      "!",
      "1",
      "'a'",
      "constructor",
      "this",
      "[",
      "]",
      ".",
      ",",
      "in",
      "has",
      "=>",
      "process.exit()",
      "`",
      "${x}",
      " ",
    );
    const tally = { compiled: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const tried = compiled(parts.join(" "));
        tally[tried instanceof ConditionError ? "refused" : "compiled"]++;
        expect(tried instanceof ConditionError || typeof tried === "function").toBe(true);
      }),
      { numRuns: 2000, seed: 7 },
    );
    console.log(`conditions: ${tally.compiled} of the grammar, ${tally.refused} refused`);
    expect(tally.compiled).toBeGreaterThan(0);
    expect(tally.refused).toBeGreaterThan(1000);
  });

  it("refuses a long or deeply nested text", () => {
    expect(() => compileCondition(`${"true && ".repeat(400)}true`)).toThrow(ConditionError);
    expect(() => compileCondition(`${"(".repeat(900)}true${")".repeat(900)}`)).not.toThrow(RangeError);
  });
});
