import { type EdgeKind, EDGES, isPurpose } from "@ambit/core";

import type { Report } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { placeInField } from "../rule/row.ts";
import type { ColumnTest } from "./column-test.ts";
import { denies, type LintedPolicy, type LintedRule, type LintedSet } from "./linted-policy.ts";
import { type LinkNames, NO_LINKS } from "./link-names.ts";
import { Misspelt } from "./misspelt.ts";

/**
 * Reports rules that name a tool, action, purpose, role or edge that nothing has.
 *
 * A deny of an unknown tool, or of a name that is a misspelling, denies nothing and is fatal; an allow is a warning. Subjects
 * come with the runs, so an unknown one is reported only when it is a misspelling of a role that has members.
 */
export function lintNames(set: LintedSet, policy: LintedPolicy): void {
  for (const test of set.tests) {
    const check = checkOf(test, policy);
    if (check === undefined) continue;
    const known = new Map<string, Unknown | undefined>();
    for (const rule of set.rules) {
      const field = rule.fields[test.slot] ?? "";
      if (test.open.includes(field)) continue;
      if (!known.has(field)) known.set(field, check(field));
      const unknown = known.get(field);
      if (unknown !== undefined) policy.findings.add(report({ rule, slot: test.slot, field }, unknown));
    }
  }
}

/** What is wrong with a name. */
interface Unknown {
  readonly what: string;
  readonly suggestion?: string | undefined;
  /** Whether a deny of it is refused. */
  readonly refused: boolean;
}

type Check = (name: string) => Unknown | undefined;

function report(
  { rule, slot, field }: { readonly rule: LintedRule; readonly slot: number; readonly field: string },
  { what, suggestion, refused }: Unknown,
): Report {
  const denied = denies(rule);
  return {
    reason: "name_unknown",
    severity: denied && refused ? "fatal" : "warning",
    at: placeInField(rule.row, slot + 1, field),
    text: field,
    message: `"${field}" is ${what}: ${denied ? "the deny denies NOTHING" : "the rule allows nothing"}`,
    suggestion,
  };
}

function checkOf({ token = "", kind }: ColumnTest, policy: LintedPolicy): Check | undefined {
  const make = Object.hasOwn(CHECKS, token) ? CHECKS[token] : undefined;
  if (make === undefined || (kind.type !== "equal" && kind.type !== "role")) return undefined;
  return make(policy, kind.type === "role" ? (policy.links.get(kind.role) ?? NO_LINKS) : undefined);
}

/** Per request token: the check of the column that it is compared with, and the links of the role definition, if any. */
const CHECKS: Readonly<
  Record<string, (policy: LintedPolicy, links: LinkNames | undefined) => Check | undefined>
> = {
  // without any tool no call is allowed, whatever the rules say
  tool: ({ tools }, links) => (tools.size === 0 ? undefined : toolCheck(tools, links)),
  act: ({ tools }, links) => (tools.size === 0 ? undefined : actionCheck(tools, links)),
  intent: (_, links) => (links === undefined || links.all.size === 0 ? undefined : purposeCheck(links)),
  sub: (_, links) => links && subjectCheck(links),
  from: (_, links) => links && subjectCheck(links),
  to: (_, links) => links && subjectCheck(links),
  edge: () => edgeCheck,
};

type Tools = LintedPolicy["tools"];

function toolCheck(tools: Tools, { all: linked } = NO_LINKS): Check {
  const misspelt = new Misspelt([...tools.keys(), ...linked]);
  return (name) => {
    if (tools.has(name) || linked.has(name)) return undefined;
    const suggestion = misspelt.of(name);
    return { what: "no tool of the manifest and no toolset", suggestion, refused: true };
  };
}

function actionCheck(tools: Tools, { all: linked } = NO_LINKS): Check {
  const known = new Set([...[...tools.values()].map(({ action }) => action), ...linked]);
  const misspelt = new Misspelt(known);
  return (name) => {
    if (known.has(name)) return undefined;
    const suggestion = misspelt.of(name);
    return { what: "the action of no tool", suggestion, refused: suggestion !== undefined };
  };
}

/** A rule registers the purpose that it names, so only what looks like another one is wrong. */
function purposeCheck({ all }: LinkNames): Check {
  const misspelt = new Misspelt(all);
  return (name) => {
    if (all.has(name)) return undefined;
    const suggestion = misspelt.of(name);
    if (suggestion !== undefined) return { what: "no purpose of a g3 row", suggestion, refused: true };
    return isPurpose(name) ? undefined : { what: "no purpose that a run can have", refused: true };
  };
}

function subjectCheck({ all, members }: LinkNames): Check {
  const misspelt = new Misspelt(members.keys(), 1);
  return (name) => {
    const suggestion = all.has(name) ? undefined : misspelt.of(name);
    return suggestion === undefined
      ? undefined
      : { what: "in no link, and almost the name of a role", suggestion, refused: true };
  };
}

/** The edges of which rules are asked. */
const ASKED: readonly string[] = [
  "open",
  "delegate",
  "step",
  "branch",
  "retry",
] satisfies readonly EdgeKind[];

function edgeCheck(name: string): Unknown | undefined {
  if (ASKED.includes(name)) return undefined;
  const isEdge = (EDGES as readonly string[]).includes(name);
  const what = isEdge ? "an edge that is not asked about yet" : "no edge";
  return { what, suggestion: isEdge ? undefined : nearestWord(name, ASKED), refused: true };
}
