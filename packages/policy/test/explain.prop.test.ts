import { type PolicyRequest, sensitivityRank } from "@ambit/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { defaultModel, loadPolicy } from "../src/index.ts";
import { editedCall, editedRules } from "./edited-policy.ts";
import { stockCasbin } from "./stock-casbin.ts";

const who = fc.constantFrom("ann", "bot", "lead", "staff");
const tool = fc.constantFrom("pay", "read", "send");
const span = fc.constantFrom("*", "0..1", "1", "0..0", "2..", "1..3");
const when = fc.constantFrom(
  "true",
  "args.amount <= 100",
  "args.amount > 50 && env.attempt < 3",
  "env.branch",
  "!env.branch",
  "args.kind in ['a', 'b']",
  "args.kind != 'a'",
  "has(args.kind) || args.amount == 5",
  "env.hour >= 8 && env.hour < 18",
);

const rule = fc
  .tuple(who, fc.constantFrom("*", "pay", "money"), fc.constantFrom("*", "read", "write"))
  .chain((head) =>
    fc
      .tuple(
        fc.constantFrom("**", "crm://a/**", "crm://a/1", "crm://b/*"),
        span,
        fc.constantFrom("*", "help", "help/refund"),
        span,
        when,
        fc.constantFrom("allow", "allow", "allow", "deny"),
      )
      .map(([res, sens, intent, depth, condition, effect]) => [
        ...head,
        res,
        sens,
        intent,
        depth,
        `"${condition}"`,
        effect,
        "none",
      ]),
  );

const rulesText = fc
  .tuple(
    fc.array(rule, { minLength: 1, maxLength: 6 }),
    fc.subarray(["g, bot, staff", "g, ann, lead", "g, lead, staff"]),
  )
  .map(([rows, links]) =>
    [
      ...rows.map((row, index) => ["p", `R${index}`, ...row].join(", ")),
      ...links,
      "g2, pay, money",
      "g3, help/refund, help",
    ].join("\n"),
  );

const requests: fc.Arbitrary<PolicyRequest> = fc.record({
  principals: fc.subarray([{ id: "ann" }, { id: "bot" }, { id: "eve" }], { minLength: 1 }),
  tool,
  action: fc.constantFrom("read", "write"),
  resources: fc.subarray(["crm://a/1", "crm://b/2", "mq:x"], { minLength: 1, maxLength: 2 }),
  sensitivity: fc.constantFrom("public", "internal", "confidential"),
  intent: fc.constantFrom("help", "help/refund", "other"),
  depth: fc.nat(2),
  env: fc.record({ attempt: fc.integer({ min: 1, max: 4 }), branch: fc.boolean(), hour: fc.nat(23) }),
  args: fc.record(
    { amount: fc.integer({ min: 0, max: 200 }), kind: fc.constantFrom("a", "c") },
    { requiredKeys: [] },
  ),
});

const TOOLS = Object.fromEntries(
  ["pay", "read", "send"].map((name) => [name, { action: "any", effect: "write", sensitivity: 1 }]),
);

describe("explain", () => {
  it(
    "L10: offers changes only for denials, and only those that really allow",
    { timeout: 120_000 },
    async () => {
      let [offered, without] = [0, 0];
      await fc.assert(
        fc.asyncProperty(rulesText, requests, async (rules, request) => {
          const snapshot = await loadPolicy({ model: defaultModel, rules, tools: TOOLS });
          const { answer, changes } = snapshot.explain(request);
          without += Number(answer.effect === "deny" && changes.length === 0);
          offered += changes.length;
          const effects = changes.map(async (change) => {
            const edited = { model: defaultModel, rules: editedRules(rules, change), tools: TOOLS };
            return (await loadPolicy(edited)).decide(editedCall(request, change)).effect;
          });
          expect(await Promise.all(effects)).not.toContain("deny");
          expect(changes.length > 0 && answer.effect !== "deny").toBe(false);
        }),
        { numRuns: 60 },
      );
      expect(offered).toBeGreaterThan(40);
      expect(without).toBeLessThan(offered / 10);
    },
  );

  it(
    "L9: names the rule that casbin names, and explains the answer that was given",
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(rulesText, requests, async (rules, request) => {
          const snapshot = await loadPolicy({ model: defaultModel, rules, tools: TOOLS });
          const { answer, questions } = snapshot.explain(request, { changes: false });
          expect(answer).toEqual(snapshot.decide(request));
          expect(questions.map(({ effect }) => effect)).toEqual(answer.answers.map(({ effect }) => effect));
          const casbin = await stockCasbin(defaultModel, rules);
          for (const question of questions) {
            if (question.thrown !== undefined) continue;
            const { tool: called, action, sensitivity, intent, depth, env, args } = request;
            const values = [
              question.principal,
              called,
              action,
              question.resource,
              sensitivityRank(sensitivity),
              intent,
              depth,
              env,
              args,
            ];
            const [allowed, fields] = casbin.enforceExSync(...(values as unknown as string[]));
            expect([allowed, fields[0]]).toEqual([question.effect !== "deny", question.casbinRule?.id]);
          }
        }),
        { numRuns: 60 },
      );
    },
  );

  it("calls no rule a near miss that matches behind the deny that decides", async () => {
    const rules =
      "p, R0, ann, *, *, **, *, *, *, true, deny, none\np, R1, ann, pay, *, **, *, *, *, true, allow, none";
    const snapshot = await loadPolicy({ model: defaultModel, rules, tools: TOOLS });
    const request = {
      principals: [{ id: "ann" }],
      tool: "pay",
      action: "read",
      resources: ["crm://b/2"],
    } as const;
    const asked = { ...request, sensitivity: "public", intent: "help", depth: 0, env: {}, args: {} } as const;
    const [question] = snapshot.explain(asked, { changes: false }).questions;
    expect(question?.matched.map(({ rule }) => rule.id)).toEqual(["R0"]);
    expect(question?.nearest).toEqual([]);
  });

  it(
    "explains a rule as it was decided: it matches when all its clauses hold, and only then",
    { timeout: 60_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(rulesText, requests, async (rules, request) => {
          const snapshot = await loadPolicy({ model: defaultModel, rules, tools: TOOLS });
          for (const { matched, nearest } of snapshot.explain(request, { changes: false, limit: 100 })
            .questions) {
            for (const { clauses } of matched) expect(clauses.every(({ holds }) => holds)).toBe(true);
            for (const { clauses } of nearest) expect(clauses.every(({ holds }) => holds)).toBe(false);
          }
        }),
        { numRuns: 100 },
      );
    },
  );
});
