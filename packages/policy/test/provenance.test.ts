import { VALUE_SOURCES, type ArgumentValue, type ProvenancePort } from "@ambit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { AttributeMissing } from "../src/condition/attribute-missing.ts";
import { compileCondition } from "../src/condition/condition.ts";
import { ConditionError } from "../src/condition/condition-error.ts";
import { withFacts } from "../src/condition/facts.ts";

const ARGS = {
  to: "ann",
  cc: ["ann", "own"],
  mixed: ["ann", "eve"],
  none: [],
  people: [{ name: "ann", at: { home: ["eve"] } }],
  nothing: null,
};

/** Ann is the user's, Eve stands nowhere, everything else is what it is called. */
const PORT: Required<ProvenancePort> = {
  from: ({ value }) =>
    value === "ann" ? "user" : (VALUE_SOURCES.find((source) => source === value) ?? "model"),
  nowhere: ({ value }) => value === "eve",
  contested: ({ value }) => value === "eve",
  hostFromUser: ({ value }) => value === "ann",
  fresh: ({ value }) => value === "eve",
  copied: ({ path }) => path === "people[*].at.home[*]",
  containsSecret: ({ value }) => value === "eve",
  linkedToUser: ({ value }) => value === "ann",
  planned: () => true,
  risk: () => "high",
  reasons: () => 2,
};

function holds(text: string, facts: ProvenancePort | undefined = PORT, args: unknown = ARGS): boolean {
  const env = facts === undefined ? {} : withFacts({}, facts);
  return compileCondition(text)({ env, args });
}

function thrown(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("conditions on where values come from", () => {
  it.each([
    ["from(args.to) in [user]", true],
    ["from(args.to) in [subject, approved, own]", false],
    ["from(args.cc) in [user, own]", true],
    ["from(args.cc) in [user]", false],
    ["!(from(args.mixed) in [user])", true],
    ["from(args.none) in [user]", true],
    ["from(args.people) in [user]", false],
    ["from(args.nothing) in [user, subject, approved, own, counterparty]", false],
    ["host(args.to) in user", true],
    ["host(args.mixed) in user", false],
    ["nowhere(args.to)", false],
    ["nowhere(args.mixed)", true],
    ["contested(args.mixed) && fresh(args.mixed) && contains(args.mixed, secret)", true],
    ["copied(args.people)", true],
    ["copied(args.cc)", false],
    ["contested(args.none)", false],
    ["linked(args.to, user)", true],
    ["linked(args.mixed, user)", false],
    ["planned(tool)", true],
    ["risk(tool) == 'high' && risk(tool) in ['normal', 'high'] && risk(tool) != 'low'", true],
    ["reasons() >= 2 && reasons() < 3", true],
  ])("%s is %s", (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it.each([
    ["from(args.to) in [user]", "from(args.to)"],
    ["!(from(args.to) in [user])", "from(args.to)"],
    ["host(args.to) in user", "host(args.to)"],
    ["nowhere(args.to)", "nowhere(args.to)"],
    ["contested(args.to)", "contested(args.to)"],
    ["!contested(args.to)", "contested(args.to)"],
    ["fresh(args.to)", "fresh(args.to)"],
    ["copied(args.to)", "copied(args.to)"],
    ["contains(args.to, secret)", "contains(args.to, secret)"],
    ["linked(args.to, user)", "linked(args.to, user)"],
    ["planned(tool)", "planned(tool)"],
    ["risk(tool) != 'high'", "risk(tool)"],
    ["reasons() < 2", "reasons()"],
    ["from(args.missing) in [user]", "args.missing"],
    ["contested(args.toString)", "args.toString"],
    ["from(args.__proto__) in [user]", "args.__proto__"],
  ])("%s throws with the name of what nobody knows", (text, name) => {
    for (const env of [{}, null, withFacts({}, {})]) {
      const error = thrown(() => compileCondition(text)({ env, args: ARGS }));
      expect(error).toBeInstanceOf(AttributeMissing);
      expect((error as AttributeMissing).attribute).toBe(name);
    }
  });

  it.each([
    ["from(args.to)", "from", undefined],
    ["from(args.to) == 'user'", "from", undefined],
    ["from(args.to) in ['user']", "'user'", undefined],
    ["from(args.to) in [usr]", "usr", "user"],
    ["from(args.to) in [model]", "model", undefined],
    ["from(args.to) in []", "from", undefined],
    ["from(args.to) in user", "from", undefined],
    ["from(env.actor) in [user]", "env.actor", undefined],
    ["from(subject.id) in [user]", "subject.id", undefined],
    ["from(args.a, args.b) in [user]", "from", undefined],
    ["host(args.to) in [user]", "host", undefined],
    ["host(args.to) in subject", "host", undefined],
    ["host(args.to)", "host", undefined],
    ["user == 'x'", "user", undefined],
    ["args.to in [user]", "user", undefined],
    ["contested()", "contested", undefined],
    ["contested(args.to, user)", "contested", undefined],
    ["contains(args.to)", "contains", undefined],
    ["contains(args.to, user)", "contains", undefined],
    ["linked(args.to, secret)", "linked", undefined],
    ["planned()", "planned", undefined],
    ["planned(args.to)", "planned", undefined],
    ["planned('pay')", "planned", undefined],
    ["risk(tool) == 'hihg'", "hihg", "high"],
    ["'hihg' == risk(tool)", "hihg", "high"],
    ["risk(tool) in ['low', 'hihg']", "hihg", "high"],
    ["risk(tool) == 2", "2", undefined],
    ["risk(tool) < 'high'", "risk(tool)", undefined],
    ["risk(tool)", "risk(tool)", undefined],
    ["reasons()", "reasons()", undefined],
    ["reasons(tool) > 1", "reasons", undefined],
    ["contestd(args.to)", "contestd", "contested"],
    ["constructor(args.to)", "constructor", undefined],
    ["from.call(args.to) in [user]", "", undefined],
  ])("%s does not load", (text, part, suggestion) => {
    const error = thrown(() => compileCondition(text));
    expect(error).toBeInstanceOf(ConditionError);
    const found = error as ConditionError;
    expect(text).toContain(part);
    expect(found.part).toBe(part);
    expect(found.suggestion).toBe(suggestion ?? found.suggestion);
  });

  it("takes no answer that a question cannot have", () => {
    const odd = (answer: unknown): ProvenancePort =>
      Object.fromEntries(Object.keys(PORT).map((name) => [name, () => answer])) as ProvenancePort;
    for (const answer of [
      null,
      "",
      "USER",
      1.5,
      Promise.resolve(true),
      { valueOf: () => true },
      Number.NaN,
    ]) {
      for (const text of [
        "from(args.to) in [user]",
        "host(args.to) in user",
        "contested(args.to)",
        "linked(args.to, user)",
        "planned(tool)",
        "risk(tool) == 'low'",
      ])
        expect(thrown(() => holds(text, odd(answer)))).toBeInstanceOf(TypeError);
    }
    expect(thrown(() => holds("reasons() > 1", odd("2")))).toBeInstanceOf(TypeError);
    expect(thrown(() => holds("reasons() > 1", odd(Number.NaN)))).toBeInstanceOf(TypeError);
  });

  it("asks nothing that the answer does not depend on", () => {
    let asked = 0;
    const facts: ProvenancePort = {
      planned: () => {
        asked += 1;
        return true;
      },
    };
    expect(holds("args.to == 'bob' && planned(tool)", facts)).toBe(false);
    expect(asked).toBe(0);
  });

  it("asks each value once, however deep or many they are, and ends in cycles", () => {
    const count = (args: unknown): number => {
      const asked: ArgumentValue[] = [];
      const from: ProvenancePort["from"] = (argument) => {
        asked.push(argument);
        return "user";
      };
      expect(holds("from(args.x) in [user]", { from }, args)).toBe(true);
      return asked.length;
    };
    let deep: unknown = "leaf";
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(count({ x: deep })).toBe(1);
    expect(count({ x: Array.from({ length: 200_000 }, (_, index) => index) })).toBe(200_000);
    const cycle: unknown[] = ["a"];
    cycle.push(cycle);
    expect(count({ x: cycle })).toBe(1);
  });

  it("throws nothing but its own errors, whatever condition, arguments and facts are", () => {
    const part = fc.constantFrom(
      "from(args.x) in [user, own]",
      "!(from(args.y) in [subject])",
      "contested(args.x)",
      "host(args.y) in user",
      "contains(args.x, secret)",
      "linked(args.y, user)",
      "planned(tool)",
      "risk(tool) == 'low'",
      "reasons() >= 2",
      "args.x == 1",
      "has(args.y)",
    );
    const answer = fc.oneof(fc.boolean(), fc.constantFrom(...VALUE_SOURCES), fc.anything());
    const tally = { answered: 0, missing: 0, typed: 0 };
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(" && ", " || "),
        fc.record({ x: fc.anything(), y: fc.anything() }, { requiredKeys: [] }),
        fc.dictionary(fc.constantFrom(...Object.keys(PORT)), answer),
        (parts, joint, args, answers) => {
          const facts = Object.fromEntries(
            Object.entries(answers).map(([name, given]) => [name, () => given]),
          );
          const result = thrown(() => holds(parts.join(joint), facts as ProvenancePort, args));
          if (typeof result === "boolean") tally.answered += 1;
          else if (result instanceof AttributeMissing) tally.missing += 1;
          else tally.typed += Number(result instanceof TypeError);
        },
      ),
      { numRuns: 3000, seed: 11 },
    );
    console.log(
      `provenance: ${tally.answered} answered, ${tally.missing} missing, ${tally.typed} of a wrong type`,
    );
    expect(Math.min(tally.answered, tally.missing, tally.typed)).toBeGreaterThan(100);
    expect(tally.answered + tally.missing + tally.typed).toBe(3000);
  });
});
