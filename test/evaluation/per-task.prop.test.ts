import type { RunRequest } from "@ambit/gate";
import { defaultModel, loadPolicy } from "@ambit/policy";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Told, verdicts } from "./twins.ts";

/** What a rule may read; about half of it varies from call to call. */
const CONDITIONS = [
  "true",
  "true",
  "true",
  "true",
  "env.attempt < 2",
  'args.id == \\"\\"a\\"\\"',
  "has(args.note)",
  // throws where there is none
  'args.note == \\"\\"x\\"\\"',
  "env.tainted",
  "env.seen < 2",
  "env.hour >= 12",
  "env.siblings < 2",
  "!env.branch",
  'subject.team == \\"\\"red\\"\\"',
  'env.actor == \\"\\"clerk\\"\\"',
  'env.model == \\"\\"large\\"\\"',
  "env.generation == 1",
  "from(args.id) in [user]",
].map((text) => `"${text.replaceAll("\\", "")}"`);

/** Some cover the class of a tool, some lie beside it, some split it. */
const PATTERNS = [
  "**",
  "crm://orders/**",
  "crm://orders/*",
  "crm://orders/a",
  "crm://notes/**",
  "crm://*/a*",
];

const rule = fc.record({
  sub: fc.constantFrom("staff", "staff", "user:ann", "clerk", "helper", "guest"),
  tool: fc.constantFrom("*", "look", "change", "tools"),
  res: fc.constantFrom(...PATTERNS),
  sens: fc.constantFrom("*", "0..1"),
  intent: fc.constantFrom("*", "work", "work/deep"),
  depth: fc.constantFrom("*", "*", "0..0", "1.."),
  when: fc.constantFrom(...CONDITIONS),
  eft: fc.constantFrom("allow", "allow", "allow", "deny"),
  obl: fc.constantFrom("none", "none", "log:full", "alert:desk"),
});

const told: fc.Arbitrary<Told> = fc.record({
  tool: fc.constantFrom("look", "change"),
  args: fc.record(
    { id: fc.constantFrom("a", "b", "ab", "c d", "é"), note: fc.constantFrom("x", "y") },
    { requiredKeys: ["id"] },
  ),
  agent: fc.constantFrom("clerk", "clerk", "clerk", "helper"),
  siblings: fc.constantFrom(1, 1, 2),
  fails: fc.constantFrom(false, false, false, true),
  hour: fc.constantFrom(9, 9, 15),
  model: fc.constantFrom("small", "small", "small", "large"),
  purpose: fc.constantFrom("work", "work", "work", "work/deep"),
});

/** Asks the condition before anything else: a rule of somebody else can then throw. */
const CONDITION_FIRST = defaultModel.replace(
  /^m = (?<rest>.*) && (?<when>when\(.*\))$/mu,
  "m = $<when> && $<rest>",
);

const TOOLS = JSON.stringify({
  look: {
    action: "read",
    effect: "read",
    sensitivity: "internal",
    resources: ["crm://orders/{args.id}"],
    returns: { sensitivity: "confidential" },
  },
  change: {
    action: "write",
    effect: "write",
    sensitivity: "internal",
    resources: ["crm://orders/{args.id}"],
  },
});

const LINKS = ["user:ann, staff", "clerk, staff", "helper, staff"].map((link) => `g, ${link}`);

const REQUEST: RunRequest = {
  subject: { id: "user:ann", attributes: { team: "red" } },
  purpose: "work",
  goal: "Look at order ab",
  ttl: "24h",
  budget: { calls: 1e6, writes: 1e6, denials: 1e6 },
};

type Drawn = typeof rule extends fc.Arbitrary<infer T> ? T : never;

function textOf(rules: readonly Drawn[]): string {
  const rows = rules.map(
    ({ sub, tool, res, sens, intent, depth, when, eft, obl }, index) =>
      `p, R${index}, ${sub}, ${tool}, *, ${res}, ${sens}, ${intent}, ${depth}, ${when}, ${eft}, ${obl}`,
  );
  const more = ["g2, look, tools", "g2, change, tools", "g3, work/deep, work"];
  // so that a call can pass at all: what is drawn narrows it, and adds to it
  const base = "p, BASE, staff, *, *, **, *, work, *, true, allow, none";
  return [...rows, base, ...LINKS, ...more].join("\n");
}

it("L2: per-task and every-call give the same answers, whatever the rules read", async () => {
  expect(CONDITION_FIRST).toContain("m = when(");
  let reused = 0;
  let asked = 0;
  const cases = fc.tuple(
    fc.array(rule, { minLength: 1, maxLength: 4 }),
    fc.array(told, { minLength: 4, maxLength: 16 }),
    fc.constantFrom(defaultModel, CONDITION_FIRST),
    fc.constantFrom({}, {}, { engine: "casbin" as const }),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ([rules, calls, model, options]) => {
      const policy = await loadPolicy({ model, rules: textOf(rules), tools: TOOLS }, options);
      const one = await verdicts(policy, { request: REQUEST, calls, evaluation: "every-call" });
      const other = await verdicts(policy, { request: REQUEST, calls, evaluation: "per-task" });
      expect(other.map((each) => [each.told, each.decided])).toEqual(
        one.map((each) => [each.told, each.decided]),
      );
      expect(one.every((each) => !each.reused)).toBe(true);
      asked += other.length;
      reused += other.filter((each) => each.reused).length;
    }),
    { numRuns: 100 },
  );
  // the test says something only if both ways were taken often
  expect(reused).toBeGreaterThan(asked / 20);
  expect(reused).toBeLessThan(asked / 2);
});
