import type { PolicyRequest } from "@ambit/core";
import { calls, list, MANIFEST, pick, rolesOf, TENANTS, TOOLSETS, userLinks } from "./company.ts";
import type { PlainRule } from "./plain-rule.ts";
import { type Column, rulesText } from "./texts.ts";
import type { Links, World } from "./world.ts";

const ACTIONS = ["read", "write", "refund"];

/** What tells the models apart that policies outside of Ambit have. */
interface Shape {
  readonly columns: readonly Column[];
  readonly matcher: string;
  /** Whether rules are written for roles; else for users. */
  readonly roles: boolean;
  readonly rule: (at: number) => Pick<PlainRule, "tool" | "folder" | "when">;
  /** How a folder is written in a rule. */
  readonly covers: (folder: string) => string;
}

const EQUAL = "r.tool == p.tool && r.act == p.act";
const toolOf = (at: number): string => `tool-${at % TOOLSETS}`;
const folderOf = (tenant: number): string => `crm://tenant-${tenant}/orders`;

const SHAPES = {
  S0: {
    columns: ["id", "sub", "tool", "act", "eft"],
    matcher: `r.sub == p.sub && ${EQUAL}`,
    roles: false,
    rule: (at) => ({ tool: toolOf(at) }),
    covers: () => "",
  },
  S1: {
    columns: ["id", "sub", "tool", "act", "res", "eft"],
    matcher: `g(r.sub, p.sub) && ${EQUAL} && keyMatch(r.res, p.res)`,
    roles: true,
    rule: (at) => ({ tool: toolOf(at), folder: folderOf(at % TENANTS) }),
    covers: (folder) => `${folder}/*`,
  },
  S2: {
    columns: ["id", "sub", "tool", "act", "res", "cond", "eft"],
    matcher: `g(r.sub, p.sub) && ${EQUAL} && keyMatch(r.res, p.res) && eval(p.cond)`,
    roles: true,
    rule: (at) => ({
      tool: toolOf(at),
      folder: folderOf(at % TENANTS),
      when: { of: "amount", most: 100 + at },
    }),
    covers: (folder) => `${folder}/*`,
  },
  // one role, one tool: only the start of the pattern tells rules apart
  S3: {
    columns: ["id", "sub", "tool", "act", "res", "eft"],
    matcher: `g(r.sub, p.sub) && ${EQUAL} && keyMatch2(r.res, p.res)`,
    roles: true,
    rule: (at) => ({ tool: "tool-0", folder: folderOf(at) }),
    covers: (folder) => `${folder}/:id`,
  },
} as const satisfies Readonly<Record<string, Shape>>;

/** The models of `S0` to `S3`: access list, roles, roles with a condition, one role with as many patterns as rules. */
export type SmallName = keyof typeof SHAPES;

export const SMALL: readonly SmallName[] = ["S0", "S1", "S2", "S3"];

/** A policy of one of those models: all rules but one allow. */
export function smallWorld(name: SmallName, size: number): World {
  const shape: Shape = SHAPES[name];
  const one = name === "S3";
  const allowing = list(size - 1, (at): PlainRule => {
    const number = one ? 0 : at % rolesOf(size);
    const subject = shape.roles ? `role-${number}` : `user:${number}`;
    const action = one ? "read" : pick(ACTIONS, at);
    return { id: `R${at}`, effect: "allow", subject, action, ...shape.rule(at) };
  });
  const denying: PlainRule = { ...(allowing[1] as PlainRule), id: "D0", effect: "deny", action: "erase" };
  const rules = [...allowing, denying];
  const roles: Links = shape.roles ? userLinks(one ? 10 : size) : new Map();
  const allowed = (at: number): PolicyRequest =>
    callOf(allowing[at % allowing.length] as PlainRule, at % allowing.length);
  const allow = allowed(1);
  return {
    name,
    size,
    texts: {
      model: modelOf(shape),
      rules: rulesText(rules, { ...shape, prefix: "r." }, { g: roles }),
      tools: MANIFEST,
    },
    rules,
    roles,
    toolsets: new Map(),
    purposes: new Map(),
    hot: { allow, deny: { ...allow, action: "erase" }, noRule: { ...allow, action: "burn" } },
    rotating: (count) =>
      shape.roles
        ? calls(count, one ? 10 : size, { allowed, denied: (call) => ({ ...call, action: "burn" }) })
        : list(count, (at) => ({ ...allowed(at * 7919), ...(at % 10 === 9 ? { action: "burn" } : {}) })),
  };
}

function callOf(rule: PlainRule, at: number): PolicyRequest {
  return {
    principals: [{ id: `user:${rule.subject.replace(/^\D+/u, "")}` }],
    tool: rule.tool ?? "",
    action: rule.action ?? "",
    resources: [`${rule.folder ?? folderOf(at % TENANTS)}/${at}`],
    sensitivity: "internal",
    intent: "work",
    depth: 0,
    env: { attempt: 1 },
    args: { amount: 40, note: "the parcel came too late" },
  };
}

function modelOf({ columns, matcher, roles }: Shape): string {
  return `[request_definition]
r = sub, tool, act, res, env, args
[policy_definition]
p = ${columns.join(", ")}
${roles ? "[role_definition]\ng = _, _\n" : ""}[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = ${matcher}
`;
}
