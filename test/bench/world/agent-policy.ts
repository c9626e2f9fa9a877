import type { PolicyRequest } from "@ambit/core";
import { defaultModel } from "@ambit/policy";

/** The texts of a policy. */
export interface Texts {
  readonly model: string;
  readonly rules: string;
  readonly tools: string;
}

const TENANTS = 97;
const TOOLSETS = 20;
const TOOLS = 60;
const ACTIONS = ["read", "write", "refund"];
const PURPOSES = ["*", "work", "support"];
/** Conditions of the rules: plain ones, so that each peer can have them. */
export const CONDITIONS: Readonly<Record<string, (env: Env, args: Args) => boolean>> = {
  true: () => true,
  "env.attempt < 3": (env) => env.attempt < 3,
  "args.amount <= 100": (_env, args) => args.amount <= 100,
};

interface Env {
  readonly attempt: number;
}

interface Args {
  readonly amount: number;
}

/**
 * The agent model with `size` rules: ten per role, a user or more per role, five rules that deny everybody.
 *
 * Roles, toolsets, actions, tenants and purposes vary as they do in a company.
 */
export function agentPolicy(size: number): Texts {
  const roles = rolesOf(size);
  const conditions = Object.keys(CONDITIONS);
  const rules = Array.from({ length: size - DENIALS.length }, (_, at) => {
    const [toolset, action, purpose] = [`set-${at % TOOLSETS}`, pick(ACTIONS, at), pick(PURPOSES, at)];
    const obligation = at % 5 === 0 ? "log:full" : "none";
    return (
      `p, R${at}, role-${at % roles}, ${toolset}, ${action}, crm://tenant-${at % TENANTS}/orders/**, 0..2, ` +
      `${purpose}, 0..3, ${pick(conditions, at)}, allow, ${obligation}`
    );
  });
  const lines = [
    ...rules,
    ...DENIALS,
    ...list(usersOf(size), (user) => `g, user:${user}, role-${user % roles}`),
    ...list(roles, (role) => `g, role-${role}, any`),
    ...list(TOOLS, (tool) => `g2, tool-${tool}, set-${tool % TOOLSETS}`),
    "g3, work/notes, work",
    "g3, support/refund, support",
  ];
  return { model: defaultModel, rules: lines.join("\n"), tools: MANIFEST };
}

const DENIALS = [
  "p, D0, any, *, *, **, 3..3, *, 0..9, true, deny, alert:secops",
  "p, D1, any, set-1, *, **, 2..3, *, 2..9, true, deny, none",
  "p, D2, any, set-2, refund, **, 0..3, *, 3..9, true, deny, none",
  "p, D3, any, *, *, **, 0..3, *, 4..9, true, deny, none",
  "p, D4, any, *, *, secret://**, 0..3, *, 0..9, true, deny, alert:secops",
];

/** A call that rule `R<at>` of the policy allows. */
export function allowedBy(at: number, size: number): PolicyRequest {
  return {
    principals: [{ id: `user:${at % rolesOf(size)}` }],
    tool: `tool-${at % TOOLSETS}`,
    action: pick(ACTIONS, at),
    resources: [`crm://tenant-${at % TENANTS}/orders/${at}`],
    sensitivity: "internal",
    intent: pick(["work/notes", "work/notes", "support/refund"], at),
    depth: 1,
    env: { attempt: 1, branch: 0, siblings: 1, tainted: false, hour: 9 },
    args: { amount: 40, note: "the parcel came too late" },
  };
}

/** So many calls, of up to 500 users and more: nine in ten are allowed. */
export function rotatingCalls(count: number, size: number): readonly PolicyRequest[] {
  const users = usersOf(size);
  return list(count, (at) => {
    const call = allowedBy((at * 7919) % (size - DENIALS.length), size);
    const role = Number(call.principals[0]?.id.slice("user:".length));
    const more = Math.floor((users - 1 - role) / rolesOf(size)) + 1;
    const principals = [{ id: `user:${role + rolesOf(size) * (at % more)}` }];
    return at % 10 === 9 ? { ...call, principals, sensitivity: "restricted" } : { ...call, principals };
  });
}

function rolesOf(size: number): number {
  return Math.ceil(size / 10);
}

function usersOf(size: number): number {
  return Math.max(500, rolesOf(size));
}

function pick<T>(from: readonly T[], at: number): T {
  return from[at % from.length] as T;
}

function list<T>(length: number, make: (at: number) => T): readonly T[] {
  return Array.from({ length }, (_, at) => make(at));
}

const MANIFEST = list(
  TOOLS,
  (tool) => `tool-${tool}: { action: read, effect: read, sensitivity: internal }\n`,
).join("");
