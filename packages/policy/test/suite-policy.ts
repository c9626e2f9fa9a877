import { defaultModel, type PolicySource, testPolicy, type TestOptions } from "../src/index.ts";
import type { PolicyTestReport } from "../src/suite/report.ts";
import { SuiteError } from "../src/suite/suite-error.ts";

/** Desk and janitor of a shop: orders are read, refunded up to a limit, and never deleted by an agent. */
export const RULES = `p, R1, support, orders, read, crm://orders/*, 0..2, support, *, true, allow, none
p, R2, support, orders, refund, crm://orders/*, 0..2, support/refund, 0..0, args.amount <= 100, allow, none
p, R3, support, orders, refund, crm://orders/*, 0..2, support/refund, 0..0, args.amount > 100, allow, approve:manager;ttl:15m + log:full
p, R4, night, orders, read, crm://archive/**, 0..2, support, *, env.hour < 6, allow, none
p, D1, anyone, *, *, crm://orders/legal, *, *, *, true, deny, none
g, user:alice, support
g, desk, support
g, janitor, support
g, support, anyone
g2, read_order, orders
g2, refund, orders
g2, delete_order, orders
g3, support/refund, support
`;

const TOOLS = {
  read_order: {
    action: "read",
    effect: "read",
    sensitivity: "internal",
    resources: ["crm://orders/{args.id}"],
    args: { id: "object" },
  },
  refund: {
    action: "refund",
    effect: "write",
    sensitivity: "confidential",
    resources: ["crm://orders/{args.id}"],
    args: { id: "object", amount: "quantity" },
  },
  delete_order: {
    action: "delete",
    effect: "write",
    sensitivity: "confidential",
    resources: ["crm://orders/{args.id}"],
    args: { id: "object" },
  },
  archive: {
    action: "read",
    effect: "read",
    sensitivity: "internal",
    resources: ["crm://archive/{args.path/}"],
    args: { path: "path" },
  },
};

/** The policy of the shop, with other rules or tools. */
export function shop(changed: { readonly rules?: string; readonly tools?: object } = {}): PolicySource {
  return { model: defaultModel, rules: changed.rules ?? RULES, tools: { ...TOOLS, ...changed.tools } };
}

/** The head of a test file with the agents of the shop. */
export const HEAD = `suite: shop
clock: 2026-11-23T09:00:00Z
defaults: { purpose: support, args: { id: "7" } }
agents:
  desk: { user: "user:alice" }
  janitor: { parent: desk, grants: ["tool:read_order"] }
`;

/** Runs one test file, given by what follows the head. */
export async function run(
  body: string,
  {
    source = shop(),
    head = HEAD,
    ...options
  }: TestOptions & { readonly source?: PolicySource; readonly head?: string } = {},
): Promise<PolicyTestReport> {
  return testPolicy(source, { ...options, suites: [{ file: "shop.test.yaml", text: head + body }] });
}

/** What a test file is refused for: place, message, suggestion. */
export async function refusal(body: string, head = HEAD): Promise<readonly string[]> {
  const error = await run(body, { head }).catch((thrown: unknown) => thrown);
  if (!(error instanceof SuiteError)) throw error;
  return error.findings.map(
    ({ reason, line, column, message, suggestion }) =>
      `${reason} ${line}:${column} ${message}${suggestion === undefined ? "" : ` → ${suggestion}`}`,
  );
}
