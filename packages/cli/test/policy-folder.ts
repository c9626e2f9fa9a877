import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultModel } from "@ambit/policy";

const RULES = `p, R1, support, read_order, read, crm://orders/*, *, support, *, true, allow, none
p, R2, support, refund, refund, crm://orders/*, *, support, *, args.amount > 100, allow, approve:manager
g, user:alice, support
g, desk, support
`;

const TOOLS = `read_order: { action: read, effect: read, sensitivity: internal, resources: ["crm://orders/{args.id}"], args: { id: object } }
refund: { action: refund, effect: write, sensitivity: internal, resources: ["crm://orders/{args.id}"], args: { id: object, amount: quantity } }
`;

export const TESTS = `suite: shop
clock: 2026-11-23T09:00:00Z
defaults: { purpose: support, args: { id: "7" } }
agents: { desk: { user: "user:alice" } }
tests:
  - name: orders are read
    call: { agent: desk, tool: read_order }
    expect: { decision: allow, rule: R1 }
  - name: a refund above 100 asks a manager
    call: { agent: desk, tool: refund, args: { amount: 250 } }
    expect: { decision: ask, approvers: ["role:manager"] }
`;

/** A policy folder with a test file, or with other texts than the usual ones. */
export function policyFolder(changed: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "ambit-policy-"));
  const files = {
    "model.conf": defaultModel,
    "rules.csv": RULES,
    "tools.yaml": TOOLS,
    "shop.test.yaml": TESTS,
    ...changed,
  };
  for (const [name, text] of Object.entries(files)) if (text !== "") writeFileSync(join(folder, name), text);
  return folder;
}
