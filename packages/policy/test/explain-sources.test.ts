import type { ProvenancePort } from "@ambit/core";
import { describe, expect, it } from "vitest";

import { type CallExplanation, defaultModel, explainCall, loadPolicy } from "../src/index.ts";
import { withSource } from "../src/explain/change/with-source.ts";

const CALL = {
  subject: "bot",
  tool: "send",
  purpose: "work",
  args: { to: "ann", cc: ["eve", "bob"], card: "4111", amount: 80 },
};
const TOOLS = {
  send: { action: "send", effect: "write", sensitivity: 1, redact: { card: "mask" } },
};
const FROM = { to: "model", cc: "own", card: "prose" } as const;

/** Explains the call under rules of which each has a condition and an effect. */
async function explained(
  rules: readonly (readonly [condition: string, effect: string])[],
  provenance: object = { from: FROM },
): Promise<CallExplanation> {
  const rows = rules.map(
    ([condition, effect], at) =>
      `p, R${at}, bot, send, send, **, *, work, *, "${condition}", ${effect}, none`,
  );
  const snapshot = await loadPolicy({ model: defaultModel, rules: rows.join("\n"), tools: TOOLS });
  return explainCall({ snapshot, call: { ...CALL, provenance }, now: 0 });
}

function changesOf({ policy }: CallExplanation): readonly string[] {
  return policy.changes.map(({ edits }) => edits.map(({ text }) => text).join(" AND "));
}

/** The values that the condition of the nearest rule read. */
function valuesOf({ policy }: CallExplanation): unknown {
  const clauses = policy.questions[0]?.nearest[0]?.clauses ?? [];
  return clauses.flatMap(({ parts = [] }) => parts.flatMap(({ values }) => values));
}

describe("an explanation of where values come from", () => {
  it("shows the source beside the value, where the condition asks for it", async () => {
    const one = await explained([["from(args.to) in [user] && args.amount < 50", "allow"]]);
    expect(valuesOf(one)).toEqual([
      { name: "args.to", value: "ann", sources: ["model"] },
      { name: "args.amount", value: 80 },
    ]);
    const several = await explained([["!(from(args.cc) in [own])", "allow"]]);
    expect(valuesOf(several)).toEqual([{ name: "args.cc", value: ["eve", "bob"], sources: ["own"] }]);
  });

  it("shows the source of a secret, and not the secret; nothing where nobody knows", async () => {
    const secret = await explained([["from(args.card) in [user] && args.card != 'x'", "allow"]]);
    expect(valuesOf(secret)).toContainEqual({ name: "args.card", value: "▒▒▒", sources: ["prose"] });
    const unknown = await explained([["from(args.to) in [user]", "allow"]], {});
    expect(valuesOf(unknown)).toEqual([{ name: "args.to", value: "ann" }]);
    expect(unknown.reason).toBe("attribute_missing");
  });

  it.each<[string, string, string]>([
    ["from(args.to) in [user]", "allow", "call with args.to from the user instead of the model"],
    [
      "from(args.cc) in [approved]",
      "allow",
      "call with args.cc from an approval instead of the user's own records",
    ],
    [
      "!(from(args.cc) in [own])",
      "allow",
      "call with args.cc from the user instead of the user's own records",
    ],
    ["!(from(args.to) in [user, own])", "deny", "call with args.to from the user instead of the model"],
    [
      "from(args.cc) in [user, own]",
      "deny",
      "call with args.cc from the subject's attributes instead of the user's own records",
    ],
  ])("offers another source for %s, %s", async (condition, effect, text) => {
    const rules =
      effect === "deny"
        ? ([
            ["true", "allow"],
            [condition, "deny"],
          ] as const)
        : [[condition, "allow"] as const];
    const told = await explained(rules);
    expect(told.effect).toBe("deny");
    expect(changesOf(told)[0]).toBe(text);
    const [edit] = told.policy.changes[0]?.edits ?? [];
    expect(edit?.at).toMatch(/^from\(args\.(?:to|cc)\)$/u);
    const from = { ...FROM, [edit?.at.slice(10, -1) ?? ""]: edit?.to };
    expect((await explained(rules, { from })).effect).toBe("allow");
  });

  it("offers a source where nobody knows one", async () => {
    const unknown = await explained([["from(args.to) in [user]", "allow"]], {});
    expect(changesOf(unknown)[0]).toBe("call with args.to from the user");
  });

  it("offers none for an argument that the call does not have", async () => {
    const told = await explained([["has(args.bcc) && from(args.bcc) in [user]", "allow"]]);
    expect(changesOf(told).join(" ")).not.toContain("from the user");
  });
});

it("facts with another source answer every other question as before", () => {
  const argument = { path: "cc[*]", value: "x" };
  const all: Required<ProvenancePort> = {
    from: () => "prose",
    nowhere: () => true,
    contested: () => false,
    hostFromUser: () => true,
    fresh: () => false,
    copied: () => true,
    containsSecret: () => false,
    linkedToUser: () => true,
    planned: () => false,
    risk: () => "low",
    reasons: () => 3,
  };
  const ask = (facts: ProvenancePort): unknown =>
    Object.keys(all).map((name) => facts[name as keyof ProvenancePort]?.(argument));
  expect(ask(withSource(all, "to", "user"))).toEqual(ask(all));
  expect(withSource(all, "cc", "user").from?.(argument)).toBe("user");
  expect(ask(withSource({}, "to", "user"))).toEqual(Object.keys(all).map(() => undefined));
});
