import type { JsonValue } from "@ambit/core";
import type { DecisionNode, FrameNode, RunTree } from "@ambit/ledger";
import { plain, plainJson, shortId } from "../layout/plain.ts";
import { segment, type Segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { Detail, TreeItem } from "../layout/tree.ts";

/** Under this name the calls outside any run are recorded. */
const OUTSIDE = "outside";

/** The head of a printed run: who, for what, when, how it ended, and its first denial. */
export function runHeader(tree: RunTree, decisions: readonly DecisionNode[], style: Style): TreeItem {
  const { run, opened } = tree;
  if (opened === undefined) {
    const what =
      run === OUTSIDE ? "calls outside any run" : `run ${plain(run)}, its opening is not in the ledger`;
    return { head: [segment(what, style.strong)], details: counts(tree, decisions, style), children: [] };
  }
  const roles = opened.roles.length === 0 ? "" : ` as ${opened.roles.map(plain).join(", ")}`;
  const tenant = opened.tenant === undefined ? "" : ` of ${plain(opened.tenant)}`;
  const details: Detail[] = [
    { label: "goal", text: [segment(`"${plain(opened.goal.shown)}"`)] },
    { label: "may", text: [segment(ceiling(opened.scope["tools"]))] },
    { label: "policy", text: [segment(plain(opened.policy))] },
  ];
  return {
    head: [
      segment(`run ${shortId(run)}`, style.strong),
      segment(`  ${plain(opened.subject)}${roles}${tenant}  `),
      segment(plain(opened.purpose), style.accent),
    ],
    aside: [segment(instant(opened.at), style.faint)],
    details: [...details, ...counts(tree, decisions, style)],
    children: [],
  };
}

/** All decisions below a frame, in no order. */
export function decisionsOf(frames: readonly FrameNode[]): readonly DecisionNode[] {
  const found: DecisionNode[] = [];
  const open = [...frames];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const decision of at.decisions) found.push(decision);
    for (const child of at.children) open.push(child);
  }
  return found;
}

function counts(
  { run, opened, closed }: RunTree,
  decisions: readonly DecisionNode[],
  style: Style,
): readonly Detail[] {
  const denied = decisions.filter(({ record }) => record.effect === "deny");
  const calls = segment(`${decisions.length} ${decisions.length === 1 ? "call" : "calls"}, `);
  const denials: Segment =
    denied.length === 0
      ? segment("none denied", style.good)
      : segment(`${denied.length} denied`, style.alarm);
  if (run === OUTSIDE) return [{ label: "calls", text: [calls, denials] }];
  const end =
    closed === undefined
      ? segment(", not closed: it goes on, or its process died", style.caution)
      : segment(opened === undefined ? ", closed" : `, closed after ${seconds(closed.at - opened.at)}`);
  return [{ label: "calls", text: [calls, denials, end] }];
}

/** The tools of the root scope with what is constrained of them. */
function ceiling(tools: JsonValue | undefined): string {
  if (typeof tools !== "object" || tools === null || Array.isArray(tools))
    return "whatever the policy allows";
  const names = Object.entries(tools).map(([tool, clauses]) => `${plain(tool)}${constrained(clauses)}`);
  return names.length === 0 ? "nothing" : names.join(" · ");
}

function constrained(clauses: JsonValue): string {
  const alternatives = Array.isArray(clauses) ? (clauses as readonly JsonValue[]).map(clauseText) : [];
  const told = alternatives.filter((text) => text !== "");
  return told.length < alternatives.length || told.length === 0 ? "" : `(${told.join(" or ")})`;
}

function clauseText(clause: JsonValue): string {
  if (typeof clause !== "object" || clause === null || !Object.hasOwn(clause, "args")) return "";
  const { args, resources } = clause as { readonly args: JsonValue; readonly resources?: JsonValue };
  const parts = typeof args === "object" && args !== null ? Object.entries(args).map(argumentText) : [];
  return [...parts, ...(resources === undefined ? [] : [`on ${listed(resources)}`])].join(", ");
}

/** The members of a list without its brackets; any other value as JSON. */
function listed(value: unknown): string {
  return Array.isArray(value) ? value.map(plainJson).join(" ") : plainJson(value);
}

function argumentText([name, constraint]: [string, unknown]): string {
  if (typeof constraint !== "object" || constraint === null) return plain(name);
  const { constraint_type: kind, ...rest } = constraint as Readonly<Record<string, unknown>>;
  const values = Object.values(rest).map(listed);
  return [plain(name), plain(String(kind).replaceAll("_", " ")), ...values].join(" ");
}

/** A time as people read it, in UTC. */
export function instant(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? "no valid time"
    : date
        .toISOString()
        .replace("T", " ")
        .replace(/\.\d+Z$/u, "Z");
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
