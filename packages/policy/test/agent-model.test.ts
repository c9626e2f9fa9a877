import type { PolicyAnswer, PolicyRequest } from "@ambit/core";
import { beforeAll, describe, expect, it } from "vitest";

import { defaultModel, loadPolicy, type PolicySnapshot } from "../src/index.ts";
import { AGENT_POLICY, AGENT_RULES } from "./agent-policy.ts";
import { stockAnswer, stockCasbin } from "./stock-casbin.ts";

let policy: PolicySnapshot;
let compared = 0;

beforeAll(async () => {
  policy = await loadPolicy(AGENT_POLICY);
});

const SENSITIVITIES = ["public", "internal", "confidential", "restricted"] as const;

interface Case {
  readonly name: string;
  /** sub tool act res sens intent depth */
  readonly call: readonly [string, string, string, string, 0 | 1 | 2 | 3, string, number];
  readonly env?: Record<string, string | number>;
  readonly args?: Record<string, string | number>;
  readonly says: string;
}

const READ = "repo://acme/src/a.ts";
const CASES: readonly Case[] = [
  { name: "1 reads", call: ["coder-bot", "fs.read_file", "read", READ, 1, "fix-bug", 1], says: "allow A1" },
  {
    name: "2 writes",
    call: ["coder-bot", "fs.write_file", "write", READ, 1, "fix-bug", 1],
    says: "allow A2",
  },
  {
    name: "3 on main",
    call: ["coder-bot", "fs.write_file", "write", READ, 1, "fix-bug", 1],
    env: { branch: "main" },
    says: "policy_no_match",
  },
  {
    name: "4 third attempt",
    call: ["coder-bot", "fs.write_file", "write", READ, 1, "fix-bug", 1],
    env: { attempt: 3 },
    says: "policy_no_match",
  },
  {
    name: "5 other intent",
    call: ["coder-bot", "fs.write_file", "write", READ, 1, "summarise", 1],
    says: "policy_no_match",
  },
  {
    name: "6 secrets",
    call: ["coder-bot", "fs.read_file", "read", "repo://acme/.secrets/key", 1, "fix-bug", 1],
    says: "policy_denied D4",
  },
  {
    name: "7 production",
    call: ["coder-bot", "deploy.run", "apply", "env://prod/api", 2, "release", 0],
    says: "ask A5 approve:sre",
  },
  {
    name: "8 by delegate",
    call: ["coder-bot", "deploy.run", "apply", "env://prod/api", 2, "release", 1],
    says: "policy_no_match",
  },
  {
    name: "9 refund 40",
    call: ["triage-bot", "crm.refund", "refund", "crm://orders/7", 2, "refund-customer", 1],
    args: { amount: 40 },
    says: "allow A7",
  },
  {
    name: "10 refund 400",
    call: ["triage-bot", "crm.refund", "refund", "crm://orders/7", 2, "refund-customer", 0],
    args: { amount: 400 },
    says: "ask A8 approve:finance",
  },
  {
    name: "11 egress",
    call: ["triage-bot", "http.post", "send", "https://x.test/p", 2, "resolve", 0],
    says: "policy_denied D2",
  },
  {
    name: "12 depth 4",
    call: ["triage-bot", "crm.get", "read", "crm://tickets/9", 3, "resolve", 4],
    says: "policy_denied D3",
  },
  {
    name: "13 ticket",
    call: ["triage-bot", "crm.get", "read", "crm://tickets/9", 3, "resolve", 0],
    says: "allow A6 redact:pii",
  },
  {
    name: "14 no amount",
    call: ["triage-bot", "crm.refund", "refund", "crm://orders/7", 2, "refund-customer", 0],
    says: "attribute_missing args.amount",
  },
  {
    name: "15 amount text",
    call: ["triage-bot", "crm.refund", "refund", "crm://orders/7", 2, "refund-customer", 0],
    args: { amount: "40" },
    says: "policy_error",
  },
  {
    name: "16 dot segments",
    call: ["coder-bot", "fs.read_file", "read", "repo://acme/src/../.secrets/key", 1, "fix-bug", 1],
    says: "policy_error",
  },
  {
    name: "17 unknown agent",
    call: ["ghost", "fs.read_file", "read", READ, 1, "fix-bug", 1],
    says: "policy_no_match",
  },
  {
    name: "18 fifth attempt",
    call: ["coder-bot", "fs.read_file", "read", READ, 1, "fix-bug", 1],
    env: { attempt: 5 },
    says: "policy_denied D5",
  },
];

function toRequest({ call, env, args }: Case): PolicyRequest {
  const [sub, tool, action, resource, sens, intent, depth] = call;
  return {
    principals: [{ id: sub }],
    tool,
    action,
    resources: [resource],
    sensitivity: SENSITIVITIES[sens],
    intent,
    depth,
    env: { attempt: 1, branch: "feature/x", hour: 10, ...env },
    args: args ?? {},
  };
}

function summary({ effect, reason, answers, obligations, detail }: PolicyAnswer): string {
  const rule = answers[0]?.casbinRule?.id;
  const texts = obligations.map((obligation) =>
    "role" in obligation
      ? `approve:${obligation.role}`
      : "field" in obligation
        ? `redact:${obligation.field}`
        : obligation.kind,
  );
  const named = reason === "attribute_missing" ? detail : rule;
  return [reason ?? effect, ...(named === undefined ? [] : [named]), ...texts].join(" ");
}

describe("the agent model", () => {
  it.each(CASES)("$name: $says", async (example) => {
    const request = toRequest(example);
    const answer = policy.decide(request);
    expect(summary(answer)).toBe(example.says);
    const stock = await stockCasbin(defaultModel, AGENT_RULES);
    const said = stockAnswer(stock, [...example.call, request.env, request.args]);
    const rule = answer.answers[0]?.casbinRule;
    const threw = answer.reason === "policy_error" || answer.reason === "attribute_missing";
    const fields = rule?.text.split(/,\s*(?=(?:[^"]*"[^"]*")*[^"]*$)/u).slice(1) ?? [];
    const ours = JSON.stringify([
      answer.effect !== "deny",
      fields.map((field) => field.replace(/^"|"$/gu, "").replaceAll('""', '"')),
    ]);
    expect(threw ? "threw" : ours).toBe(said);
    compared++;
  });

  it("was compared with stock casbin case by case", () => {
    console.log(`agent model: ${compared} decisions and named rules equal stock casbin`);
    expect(compared).toBe(CASES.length);
  });
});

describe("several principals", () => {
  it("denies when one of the chain is denied, and says which", () => {
    const request = toRequest(CASES[1]!);
    const chain = (first: string): PolicyAnswer =>
      policy.decide({ ...request, principals: [{ id: first }, { id: "coder-bot" }] });
    expect(chain("alice").effect).toBe("allow");
    expect(chain("bob")).toMatchObject({ effect: "deny", reason: "policy_no_match" });
    expect(chain("bob").answers.map((answer) => answer.effect)).toEqual(["deny", "allow"]);
    expect(chain("bob").obligations).toEqual([]);
  });

  it("gives roles to one principal of one decision only", () => {
    const request = {
      ...toRequest(CASES[1]!),
      principals: [{ id: "user:carol", roles: ["engineer"] }, { id: "coder-bot" }],
    };
    expect(policy.decide(request).effect).toBe("allow");
    expect(policy.decide({ ...request, principals: [{ id: "user:carol" }] }).reason).toBe("policy_no_match");
  });

  it("decides every resource, and none is a malfunction", () => {
    const request = toRequest(CASES[0]!);
    const two = policy.decide({ ...request, resources: [READ, "repo://acme/.secrets/key"] });
    expect(two).toMatchObject({ effect: "deny", reason: "policy_denied" });
    expect(two.answers).toHaveLength(2);
    expect(policy.decide({ ...request, resources: [] }).reason).toBe("policy_error");
    expect(policy.decide({ ...request, principals: [] }).reason).toBe("policy_error");
  });
});
