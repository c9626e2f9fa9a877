import type { PolicyRequest } from "@ambit/core";
import { defaultModel } from "@ambit/policy";
import { calls, list, MANIFEST, pick, rolesOf, TENANTS, TOOLS, TOOLSETS, userLinks } from "./company.ts";
import type { Limit, PlainRule } from "./plain-rule.ts";
import { rulesText } from "./texts.ts";
import type { World } from "./world.ts";

const ACTIONS = ["read", "write", "refund"];
const PURPOSES = [undefined, "work", "support"];
const LIMITS: readonly (Limit | undefined)[] = [
  undefined,
  { of: "attempt", most: 2 },
  { of: "amount", most: 100 },
];
const COLUMNS = ["id", "sub", "tool", "act", "res", "sens", "intent", "depth", "when", "eft", "obl"] as const;

/**
 * The agent model with `size` rules: ten per role, a user or more per role, five rules that deny everybody.
 *
 * Roles, toolsets, actions, tenants and purposes vary as they do in a company.
 */
export function agentWorld(size: number): World {
  const roles = rolesOf(size);
  const allowing = list(size - DENIALS.length, (at): PlainRule => {
    const purpose = pick(PURPOSES, at);
    const when = pick(LIMITS, at);
    return {
      id: `R${at}`,
      effect: "allow",
      subject: `role-${at % roles}`,
      tool: `set-${at % TOOLSETS}`,
      action: pick(ACTIONS, at),
      folder: `crm://tenant-${at % TENANTS}/orders`,
      sensitivity: { from: 0, to: 2 },
      depth: { from: 0, to: 3 },
      ...(purpose === undefined ? {} : { purpose }),
      ...(when === undefined ? {} : { when }),
    };
  });
  const rules = [...allowing, ...DENIALS];
  const links = { roles: userLinks(size), toolsets: TOOL_LINKS, purposes: PURPOSE_LINKS };
  const covers = (folder: string): string => (folder === "" ? "**" : `${folder}/**`);
  const text = rulesText(
    rules,
    { columns: COLUMNS, covers, prefix: "" },
    {
      g: links.roles,
      g2: links.toolsets,
      g3: links.purposes,
    },
  );
  const allow = allowedBy(1, size);
  return {
    name: "agent",
    size,
    texts: { model: defaultModel, rules: text, tools: MANIFEST },
    rules,
    ...links,
    hot: { allow, deny: { ...allow, sensitivity: "restricted" }, noRule: { ...allow, action: "erase" } },
    rotating: (count) =>
      calls(count, size, {
        allowed: (at) => allowedBy(at % (size - DENIALS.length), size),
        denied: (call) => ({ ...call, sensitivity: "restricted" }),
      }),
  };
}

const ALL = { from: 0, to: 3 };
const DENIALS: readonly PlainRule[] = [
  { id: "D0", subject: "any", sensitivity: { from: 3, to: 3 }, depth: { from: 0, to: 9 } },
  { id: "D1", subject: "any", tool: "set-1", sensitivity: { from: 2, to: 3 }, depth: { from: 2, to: 9 } },
  { id: "D2", subject: "any", tool: "set-2", action: "refund", sensitivity: ALL, depth: { from: 3, to: 9 } },
  { id: "D3", subject: "any", sensitivity: ALL, depth: { from: 4, to: 9 } },
  { id: "D4", subject: "any", folder: "secret://vault", sensitivity: ALL, depth: { from: 0, to: 9 } },
].map((rule) => ({ ...rule, effect: "deny" }));

const TOOL_LINKS = new Map(list(TOOLS, (tool) => [`tool-${tool}`, [`set-${tool % TOOLSETS}`]]));
const PURPOSE_LINKS = new Map([
  ["work/notes", ["work"]],
  ["support/refund", ["support"]],
]);

/** A call that rule `R<at>` allows. */
function allowedBy(at: number, size: number): PolicyRequest {
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
