import type { PolicyRequest } from "@ambit/core";
import { defaultModel } from "@ambit/policy";
import { list } from "./company.ts";

/** A policy and a call that make the engine work, as large as asked for. */
export interface WorstCase {
  readonly name: string;
  /** What is counted, and how many of it. */
  readonly of: string;
  readonly size: number;
  readonly model: string;
  readonly rules: (size: number) => readonly string[];
  readonly call: (size: number) => PolicyRequest;
  readonly effect: "allow" | "deny";
}

const CALL: PolicyRequest = {
  principals: [{ id: "user:0" }],
  tool: "tool-0",
  action: "read",
  resources: ["crm://tenant/orders/1"],
  sensitivity: "internal",
  intent: "work",
  depth: 0,
  env: { attempt: 1 },
  args: { amount: 40 },
};

/** A role that holds for this call only: what it reaches is worked out anew. */
const ROLE_OF_RUN: PolicyRequest = { ...CALL, principals: [{ id: "user:0", roles: ["role-0"] }] };

const rule = (id: number, role: string, more = "*, *, **, *, *, *, true"): string =>
  `p, R${id}, ${role}, ${more}, allow, none`;

const PATTERN_MODEL = `[request_definition]
r = sub, res
[policy_definition]
p = sub, res, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = keyMatch2(r.res, p.res) && r.sub == p.sub
`;

/** A path of so many characters, in segments of `a`: it holds all that the patterns below ask for, but their `b`. */
const pathOf = (size: number, segment: number): string => {
  const text = `${"a".repeat(segment)}/`.repeat(Math.ceil(size / (segment + 1)));
  return `crm://${text.slice(0, size - 7)}a`;
};

export const WORST_CASES: readonly WorstCase[] = [
  {
    name: "nothing prunable, each rule matches",
    of: "rules",
    size: 100_000,
    model: defaultModel,
    rules: (size) => ["g, user:0, any", ...list(size, (id) => rule(id, "any"))],
    call: () => CALL,
    effect: "allow",
  },
  {
    name: "nothing prunable, each rule fails at its condition",
    of: "rules",
    size: 100_000,
    model: defaultModel,
    rules: (size) => [
      "g, user:0, any",
      ...list(size, (id) => rule(id, "any", `*, *, **, *, *, *, args.amount > ${100 + (id % 1000)}`)),
    ],
    call: () => CALL,
    effect: "deny",
  },
  {
    name: "nothing prunable, as many patterns",
    of: "rules",
    size: 100_000,
    model: PATTERN_MODEL,
    rules: (size) => list(size, (id) => `p, user:0, /:tenant/orders/${id}/:line, allow`),
    call: () => ({ ...CALL, resources: ["/tenant/orders/none/1"] }),
    effect: "deny",
  },
  {
    name: "hostile globs, stars within a segment",
    of: "characters of the path",
    size: 1000,
    model: defaultModel,
    rules: () =>
      list(100, (id) => rule(id, "user:0", `*, *, crm://**/${"*a".repeat(100 + id)}*b*a, *, *, *, true`)),
    call: (size) => ({ ...CALL, resources: [pathOf(size, size)] }),
    effect: "deny",
  },
  {
    name: "hostile globs, many double stars",
    of: "characters of the path",
    size: 1000,
    model: defaultModel,
    rules: () =>
      list(100, (id) =>
        rule(id, "user:0", `*, *, crm://${"**/a/*/".repeat(40 + id)}**/b/**/a, *, *, *, true`),
      ),
    call: (size) => ({ ...CALL, resources: [pathOf(size, 1)] }),
    effect: "deny",
  },
  {
    name: "roles that are all linked with each other",
    of: "roles",
    size: 8,
    model: defaultModel,
    rules: (size) => [
      rule(0, "nobody"),
      ...list(size * size, (at) => `g, role-${at % size}, role-${Math.floor(at / size)}`),
    ],
    call: () => ROLE_OF_RUN,
    effect: "deny",
  },
  {
    name: "a chain of roles",
    of: "roles",
    size: 10_000,
    model: defaultModel,
    rules: (size) => [rule(0, `role-${size}`), ...list(size, (at) => `g, role-${at}, role-${at + 1}`)],
    call: () => ROLE_OF_RUN,
    effect: "deny",
  },
];
