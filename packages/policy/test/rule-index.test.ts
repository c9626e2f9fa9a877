import { describe, expect, it } from "vitest";

import type { Key } from "../src/candidate/key.ts";
import { RuleIndex } from "../src/candidate/rule-index.ts";
import type { Question } from "../src/decision/evaluator.ts";
import type { Rule } from "../src/rule/rule.ts";

/** Rules of so many columns; a `-` is a field that a key does not exclude by. */
function rulesOf(rows: readonly string[]): readonly Rule[] {
  return rows.map((row, index) => ({
    fields: row.split(" "),
    ref: { id: `R${index}`, text: row, effect: "allow" },
    obligations: [],
  }));
}

/** A key over one column, which counts how often it is asked. */
function keyOn(column: number, more: Partial<Key> = {}): Key & { asked: number; read: number } {
  const key = {
    asked: 0,
    read: 0,
    reads: [],
    settles: undefined,
    textOf: (fields: readonly string[]) => {
      key.read++;
      return fields[column] === "-" ? undefined : fields[column];
    },
    textsFor: ({ values }: Question) => {
      key.asked++;
      const value = values[column];
      return typeof value === "string" ? value.split("+") : undefined;
    },
    ...more,
  };
  return key;
}

const asking = (...values: readonly unknown[]): Question => ({ values, extra: undefined });

const found = (index: RuleIndex, question: Question): readonly (readonly string[])[] | undefined =>
  index.find(question)?.map((list) => list.map(({ rule, level }) => `${rule.ref.id}@${level}`));

describe("the order of an index's keys", () => {
  it("is by how few rules each leaves: by its texts, and by the rules that it does not exclude", () => {
    const rows = ["a x - p", "a y - q", "a - - r", "a - - s", "a - - t", "a - - u"];
    const keys = [0, 1, 2, 3].map((column) => keyOn(column));
    const [same, half, open, distinct] = keys;
    // left over: 6 of one text, 4 open + 1, 6 open, 1
    const index = new RuleIndex(keys, rulesOf(rows));
    expect(index.keys.map((key) => keys.indexOf(key as never))).toEqual([3, 1, 0, 2]);
    expect([same, half, open, distinct]).toHaveLength(4);
  });

  it("is told by a sample of many rules", () => {
    const key = keyOn(0);
    new RuleIndex([key], rulesOf(Array.from({ length: 4001 }, (_, at) => `t${at}`)));
    expect(key.read).toBe(4001 + 1334);
    const few = keyOn(0);
    new RuleIndex([few], rulesOf(Array.from({ length: 100 }, (_, at) => `t${at}`)));
    expect(few.read).toBe(200);
  });
});

describe("what an index finds", () => {
  const FIVE = ["a x", "a y", "b x", "b y", "- x"];

  it("is all of four rules, untold, and of five those of the texts and those that are open", () => {
    const keys = [keyOn(0)];
    expect(found(new RuleIndex(keys, rulesOf(FIVE.slice(0, 4))), asking("a"))).toEqual([
      ["R0@0", "R1@0", "R2@0", "R3@0"],
    ]);
    const five = new RuleIndex(keys, rulesOf(FIVE));
    expect(found(five, asking("a"))).toEqual([["R4@1"], ["R0@1", "R1@1"]]);
    expect(found(five, asking("a+b"))).toEqual([["R4@1"], ["R0@1", "R1@1"], ["R2@1", "R3@1"]]);
    expect(found(five, asking("none"))).toEqual([["R4@1"]]);
    expect(found(five, asking(7))).toBeUndefined();
  });

  it("has no list for open rules where there are none", () => {
    const index = new RuleIndex([keyOn(0)], rulesOf(["a", "a", "b", "b", "c"]));
    expect(found(index, asking("a"))).toEqual([["R0@1", "R1@1"]]);
    expect(found(index, asking("none"))).toEqual([]);
  });

  it("is told apart by the next key where one leaves many, and asks it only there", () => {
    const rows = ["a p", "a q", "a r", "a s", "a -", "b p", "c p", "d p", "e p", "f p", "g p"];
    const [first, second] = [keyOn(0), keyOn(1)];
    const index = new RuleIndex([first, second], rulesOf(rows));
    expect(index.keys[0]).toBe(first);
    expect(found(index, asking("a", "q"))).toEqual([["R4@2"], ["R1@2"]]);
    expect(second.asked).toBe(1);
    expect(found(index, asking("b", 9))).toEqual([["R5@1"]]);
    expect(second.asked).toBe(1);
    expect(found(index, asking("a", 9))).toBeUndefined();
    expect(found(index, asking("a+b", "p"))).toEqual([["R4@2"], ["R0@2"], ["R5@1"]]);
    expect(second.asked).toBe(3);
  });

  it("is undefined where a key below the open rules cannot tell", () => {
    const rows = ["- p", "- q", "- r", "- s", "- t", "a p", "b p", "c p", "d p", "e p", "f p"];
    const index = new RuleIndex([keyOn(0), keyOn(1)], rulesOf(rows));
    const byName = new RuleIndex(
      [keyOn(0, { linked: { nameOf: ({ values }) => values[0] as string, has: () => true } }), keyOn(1)],
      rulesOf(rows),
    );
    for (const each of [index, byName]) {
      expect(found(each, asking("a", 9))).toBeUndefined();
      expect(
        found(each, asking("a", "q"))
          ?.flat()
          .map((text) => text.split("@")[0]),
      ).toContain("R1");
    }
  });
});

describe("what an index keeps", () => {
  const FIVE = ["a", "a", "b", "b", "-"];

  const linkedKey = (names: readonly string[]): ReturnType<typeof keyOn> =>
    keyOn(0, {
      linked: {
        nameOf: ({ values, extra }) => (extra === undefined ? (values[0] as string) : undefined),
        has: (name) => names.includes(name),
      },
    });

  it("is what it found for a name that the policy links, and nothing of any other", () => {
    const key = linkedKey(["a"]);
    const index = new RuleIndex([key], rulesOf(FIVE));
    const first = found(index, asking("a"));
    expect(first).toEqual([["R4@1"], ["R0@1", "R1@1"]]);
    expect(found(index, asking("a"))).toEqual(first);
    expect(key.asked).toBe(1);
    expect(found(index, asking("b"))).toEqual([["R4@1"], ["R2@1", "R3@1"]]);
    expect(found(index, asking("b"))).toEqual([["R4@1"], ["R2@1", "R3@1"]]);
    expect(key.asked).toBe(3);
  });

  it("is not used for a question with roles of its own", () => {
    const key = linkedKey(["a"]);
    const index = new RuleIndex([key], rulesOf(FIVE));
    found(index, asking("a"));
    const extra = { name: "a", roles: ["b"] };
    expect(index.find({ values: ["a+b"], extra })).toHaveLength(3);
    expect(key.asked).toBe(2);
  });

  it("needs no branch: four rules of a linked name are all found", () => {
    const index = new RuleIndex([linkedKey(["a"])], rulesOf(FIVE.slice(0, 4)));
    expect(found(index, asking("a"))).toEqual([["R0@0", "R1@0", "R2@0", "R3@0"]]);
  });

  it("finds all rules where there is no key", () => {
    expect(found(new RuleIndex([], rulesOf(FIVE)), asking("a"))).toEqual([
      ["R0@0", "R1@0", "R2@0", "R3@0", "R4@0"],
    ]);
  });
});
