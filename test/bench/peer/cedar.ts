import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import { type Facts, factsOf } from "../world/facts.ts";
import type { PlainRule, Range } from "../world/plain-rule.ts";
import type { Links, World } from "../world/world.ts";
import type { Peer } from "./peer.ts";

/** One name, so that each policy set takes the place of the one before: Cedar keeps them for ever. */
const ID = "bench";

/** Cedar, with its policies parsed beforehand and only the entities of the call. */
export const cedarWasm: Peer = {
  name: "cedar-wasm",
  load: async (world) => {
    const parsed = cedar.preparsePolicySet(ID, { staticPolicies: policiesOf(world) });
    if (parsed.type === "failure") throw new Error(parsed.errors[0]?.message);
    return {
      prepare: (call) => {
        const request = requestOf(factsOf(call, world), world);
        return () => {
          const answer = cedar.statefulIsAuthorized(request);
          if (answer.type === "failure") throw new Error(answer.errors[0]?.message);
          const [error] = answer.response.diagnostics.errors;
          if (error !== undefined) throw new Error(error.error.message);
          return answer.response.decision === "allow";
        };
      },
    };
  },
};

function policiesOf({ rules, roles }: World): Record<string, string> {
  return Object.fromEntries(rules.map((rule) => [rule.id, policyOf(rule, roles)]));
}

function policyOf(rule: PlainRule, roles: Links): string {
  const { effect, subject, tool, action } = rule;
  const who = roles.has(subject) || subject === "any" ? `in Role::"${subject}"` : `== User::"${subject}"`;
  const scope = [
    `principal ${who}`,
    action === undefined ? "action" : `action == Action::"${action}"`,
    tool === undefined ? "resource" : `resource in Tool::"${tool}"`,
  ].join(", ");
  const conditions = conditionsOf(rule);
  const when = conditions.length === 0 ? "" : ` when { ${conditions.join(" && ")} }`;
  return `${effect === "allow" ? "permit" : "forbid"}(${scope})${when};`;
}

function conditionsOf({ folder, sensitivity, purpose, depth, when }: PlainRule): readonly string[] {
  return [
    ...(purpose === undefined ? [] : [`context.purpose in Purpose::"${purpose}"`]),
    ...within("sensitivity", sensitivity),
    ...within("depth", depth),
    ...(folder === undefined ? [] : [`context.resource like "${folder}/*"`]),
    ...(when === undefined ? [] : [`context.${when.of} <= ${when.most}`]),
  ];
}

function within(name: string, range: Range | undefined): readonly string[] {
  return range === undefined ? [] : [`context.${name} >= ${range.from}`, `context.${name} <= ${range.to}`];
}

function requestOf(facts: Facts, world: World): cedar.StatefulAuthorizationCall {
  const { user, tool, action, resource, sensitivity, purpose, depth, attempt, amount } = facts;
  return {
    principal: { type: "User", id: user },
    action: { type: "Action", id: action },
    resource: { type: "Tool", id: tool },
    context: {
      resource,
      sensitivity,
      depth,
      attempt,
      amount,
      purpose: { __entity: { type: "Purpose", id: purpose } },
    },
    preparsedPolicySetId: ID,
    entities: [
      ...entities(world.roles, facts.roles, (name) => (name === user ? "User" : "Role")),
      ...entities(world.toolsets, facts.toolsets, () => "Tool"),
      ...entities(world.purposes, facts.purposes, () => "Purpose"),
    ],
  };
}

function entities(
  links: Links,
  names: readonly string[],
  typeOf: (name: string) => string,
): readonly cedar.EntityJson[] {
  const uid = (name: string): cedar.TypeAndId => ({ type: typeOf(name), id: name });
  return names.map((name) => ({ uid: uid(name), attrs: {}, parents: (links.get(name) ?? []).map(uid) }));
}
