import { beforeAll, describe, expect, it } from "vitest";

import { defaultModel, loadPolicy, type PolicySnapshot } from "../src/index.ts";
import { AGENT_POLICY } from "./agent-policy.ts";

let policy: PolicySnapshot;
beforeAll(async () => {
  policy = await loadPolicy(AGENT_POLICY);
});

describe("open", () => {
  const open = (subject: string, actor: string, purpose: string): string => {
    const answer = policy.open({ subject: { id: subject }, actor: { id: actor }, purpose });
    return answer.reason === undefined ? answer.effect : `${answer.reason} ${answer.detail ?? ""}`;
  };

  it("needs a rule for the purpose from subject and actor", () => {
    expect(open("alice", "coder-bot", "fix-bug")).toBe("allow");
    expect(open("alice", "coder-bot", "anything")).toBe("allow"); // A1 holds for every purpose
    expect(open("ghost", "coder-bot", "fix-bug")).toBe("open_denied ghost");
    expect(open("alice", "ghost", "fix-bug")).toBe("open_denied ghost");
  });

  it("counts roles of the run, and tells which rule it was", () => {
    const answer = policy.open({
      subject: { id: "u", roles: ["support"] },
      actor: { id: "triage-bot" },
      purpose: "resolve",
    });
    expect(answer).toMatchObject({ effect: "allow", obligations: [] });
    expect(answer.answers.map((one) => one.resource)).toEqual(["purpose:resolve", "purpose:resolve"]);
    expect(answer.matched.length).toBeGreaterThan(0);
  });

  it("takes a purpose path for the paths above it, not below", async () => {
    const rules =
      "p, S, a, t, *, **, *, support, *, true, allow, none\np, R, b, t, *, **, *, support/refund, *, true, allow, none";
    const tools = "t: { action: read, effect: read, sensitivity: public }";
    const snapshot = await loadPolicy({ model: defaultModel, rules, tools });
    const effect = (id: string, purpose: string): string =>
      snapshot.open({ subject: { id }, actor: { id }, purpose }).effect;
    expect(effect("a", "support/refund/small")).toBe("allow");
    expect(effect("b", "support/refund/small")).toBe("allow");
    expect(effect("b", "support")).toBe("deny");
    expect(effect("a", "supporting")).toBe("deny");
  });

  it("is closed for a matcher with alternatives", async () => {
    const model = defaultModel.replace(
      /^m = (.*)$/mu,
      'm = ($1) || (r.sub == "root" && p.id == "S" && r.depth == 0)',
    );
    const rules = "p, S, a, t, *, **, *, support, *, true, allow, none";
    const tools = "t: { action: read, effect: read, sensitivity: public }";
    const snapshot = await loadPolicy({ model, rules, tools });
    const effect = (id: string): string =>
      snapshot.open({ subject: { id }, actor: { id }, purpose: "support" }).effect;
    expect(effect("a")).toBe("allow");
    expect(effect("root")).toBe("allow");
    expect(effect("ghost")).toBe("deny");
  });
});

describe("purposes", () => {
  it("are registered by a g3 row or the intent of a rule, and what lies within them", () => {
    const known = ["fix-bug", "dev", "release", "refund-customer", "resolve", "dev/test/unit"];
    const unknown = ["*", "", "de", "development", "__proto__", "summarise"];
    unknown.push("dev/", "dev/Test", "dev//x", "dev/../release", "dev/a b", `dev/${"x".repeat(200)}`);
    expect(known.filter((purpose) => policy.hasPurpose(purpose))).toEqual(known);
    expect(unknown.filter((purpose) => policy.hasPurpose(purpose))).toEqual([]);
  });
});

describe("purposesOf", () => {
  const load = (rules: string): Promise<PolicySnapshot> =>
    loadPolicy({
      model: defaultModel,
      rules,
      tools: {
        read: { action: "read", effect: "read", sensitivity: "public" },
        pay: { action: "pay", effect: "commit", sensitivity: "internal" },
      },
    });

  it("names the registered purposes for which a rule could allow a principal a tool", async () => {
    const snapshot = await load(`
p, S1, a, read, *, **, *, support, *, true, allow, none
p, S2, a, pay, pay, **, *, support/refund, 1.., args.amount < 5, allow, none
p, S3, a, pay, read, **, *, sales, *, true, allow, none
p, S4, b, read, *, **, *, *, *, true, allow, none
p, S5, b, read, *, **, *, sales, *, true, deny, none
g3, support/refund, support
`);
    expect(snapshot.purposesOf({ id: "a" }, "read")).toEqual(["support", "support/refund"]);
    expect(snapshot.purposesOf({ id: "a" }, "pay")).toEqual(["support/refund"]);
    // what denies depends on the call
    expect(snapshot.purposesOf({ id: "b" }, "read")).toEqual(["sales", "support", "support/refund"]);
    expect(snapshot.purposesOf({ id: "b" }, "pay")).toEqual([]);
    expect(snapshot.purposesOf({ id: "b", roles: ["a"] }, "pay")).toEqual(["support/refund"]);
  });

  it("names none for a tool without an entry", async () => {
    const snapshot = await load("p, S1, a, *, *, **, *, support, *, true, allow, none");
    expect(snapshot.purposesOf({ id: "a" }, "nope")).toEqual([]);
    expect(snapshot.purposesOf({ id: "a" }, "__proto__")).toEqual([]);
  });
});

describe("mayReach", () => {
  it("is true where some allow rule could match, and false for unknown tools", () => {
    expect(policy.mayReach({ id: "coder-bot" }, "fs.write_file")).toBe(true);
    expect(policy.mayReach({ id: "coder-bot" }, "crm.refund")).toBe(false);
    expect(policy.mayReach({ id: "coder-bot", roles: ["support"] }, "crm.refund")).toBe(true);
    expect(policy.mayReach({ id: "triage-bot" }, "http.post")).toBe(false);
    expect(policy.mayReach({ id: "coder-bot" }, "nope")).toBe(false);
    expect(policy.mayReach({ id: "coder-bot" }, "__proto__")).toBe(false);
  });
});
