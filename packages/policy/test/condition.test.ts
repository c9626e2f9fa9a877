import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { AttributeMissing } from "../src/condition/attribute-missing.ts";
import { compileCondition } from "../src/condition/condition.ts";
import { ConditionError } from "../src/condition/condition-error.ts";

const ENV = {
  seen: 3,
  tainted: true,
  branch: false,
  actor: "main",
  subject: { tier: "gold", age: 40 },
  model: { x: { y: 1 } },
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
    ["env.seen == 3", true],
    ["env.seen != 3", false],
    ["env.seen >= 3 && env.seen <= 3 && env.seen > 2 && env.seen < 4", true],
    ["env.seen > -1", true],
    ["env.tainted && !env.branch", true],
    ["!(env.seen == 3) || env.actor == 'main'", true],
    ['env.actor == "main"', true],
    ["env.actor in ['dev', \"main\"]", true],
    ["env.actor in ['dev'] || env.tainted", true],
    ["env.tainted && env.seen in [1, 2, 3] && env.actor != 'x'", true],
    ["env.seen in [-1, 2]", false],
    ["env.model.x.y == 1", true],
    ["subject.tier == 'gold' && subject.age >= 18", true],
    ["has(args.amount) && args.amount <= 100", true],
    ["has(args.missing) && args.missing == 1", false],
    ["!has(subject.plan)", true],
    ["has(args.list)", true],
    ["args.empty == ''", true],
    [String.raw`args.text == 'it\'s'`, true],
    [String.raw`"a\\b" == 'a\\b' && "\"" == '"'`, true],
    ["env.branch && args.missing == 1", false],
  ])("%s is %s", (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it.each([
    ["args.missing == 1", "args.missing"],
    ["env.model.z.y == 1", "env.model.z.y"],
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
