import type { Chance } from "../fuzz/chance.ts";
import { CONDITIONS, type EdgeRule, type Rule, type Table } from "./reference/rules.ts";
import { AGENTS, AREAS, IDS, PAYEES, PURPOSES, ROLES, SUBJECTS, TOOL_NAMES } from "./world.ts";

const EVERYBODY = "any";
const NAMES: readonly string[] = [EVERYBODY, ...SUBJECTS, ...AGENTS, ...ROLES, "team"];
const EDGES = ["open", "delegate", "branch", "retry", "step", "goal", "handoff"] as const;

/** A random policy: broad enough that calls pass, with narrower rules and denials over it. */
export function generateTable(chance: Chance): Table {
  const roles: Record<string, readonly string[]> = {};
  for (const name of [...SUBJECTS, ...AGENTS]) {
    roles[name] = [EVERYBODY, ...chance.some(["team", ...ROLES], 0.25)];
  }
  return {
    rules: chance.next() < 0.75 ? [broad(chance), ...rules(chance)] : rules(chance),
    roles,
    edges: chance.next() < 0.4 ? edgeRules(chance) : undefined,
  };
}

export function resourcePattern(chance: Chance): string {
  const area = chance.pick(AREAS);
  return chance.pick([
    "**",
    "crm://**",
    `crm://${area}/**`,
    `crm://${area}/${chance.pick(IDS)}`,
    "crm://pay/**",
    `crm://pay/${chance.pick(PAYEES)}`,
  ]);
}

function broad(chance: Chance): Rule {
  const when = chance.next() < 0.6 ? "true" : chance.pick(conditions());
  return {
    ...rule(chance),
    who: EVERYBODY,
    tool: "*",
    resource: "**",
    ceiling: 3,
    purpose: "*",
    depth: [0, Infinity],
    when,
    effect: "allow",
    approve: false,
  };
}

function rules(chance: Chance): readonly Rule[] {
  const allowing = Array.from({ length: 1 + chance.below(5) }, () => rule(chance));
  const denying = Array.from({ length: chance.below(4) }, (): Rule => ({
    ...narrow(chance),
    effect: "deny",
    approve: false,
  }));
  return [...allowing, ...denying];
}

function rule(chance: Chance): Rule {
  return {
    who: chance.next() < 0.5 ? EVERYBODY : chance.pick(NAMES),
    tool: chance.next() < 0.5 ? "*" : chance.pick(TOOL_NAMES),
    resource: chance.next() < 0.6 ? "**" : resourcePattern(chance),
    ceiling: chance.pick([1, 2, 3, 3]),
    purpose: chance.next() < 0.6 ? "*" : chance.pick(PURPOSES),
    depth: chance.pick([
      [0, Infinity],
      [0, Infinity],
      [0, 1],
      [1, Infinity],
      [0, 2],
    ] as const),
    when: chance.next() < 0.5 ? "true" : chance.pick(conditions()),
    effect: "allow",
    approve: chance.next() < 0.2,
  };
}

/** A rule for one tool: denials that meet every call would leave nothing to compare. */
function narrow(chance: Chance): Rule {
  return { ...rule(chance), tool: chance.pick(TOOL_NAMES), when: chance.pick(conditions()) };
}

function conditions(): (keyof typeof CONDITIONS)[] {
  return Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[];
}

function edgeRules(chance: Chance): readonly EdgeRule[] {
  const any = { edge: "*", from: "*", to: "*", tool: "*", resource: "**", effect: "allow" } as const;
  const first: readonly EdgeRule[] =
    chance.next() < 0.7 ? [any] : EDGES.slice(0, 1 + chance.below(7)).map((edge) => ({ ...any, edge }));
  const more = Array.from({ length: chance.below(4) }, (): EdgeRule => ({
    edge: chance.next() < 0.4 ? "*" : chance.pick(EDGES),
    from: chance.next() < 0.5 ? "*" : chance.pick(NAMES),
    to: chance.next() < 0.5 ? "*" : chance.pick(NAMES),
    tool: chance.pick(TOOL_NAMES),
    resource: chance.next() < 0.7 ? "**" : resourcePattern(chance),
    effect: chance.next() < 0.5 ? "allow" : "deny",
  }));
  return [...first, ...more];
}
