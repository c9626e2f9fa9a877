import type { DecisionNode } from "@ambit/ledger";
import { plain, plainJson, shortId } from "../layout/plain.ts";
import { segment, type Segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { Detail, TreeItem } from "../layout/tree.ts";
import { differenceDetails } from "./difference-details.ts";
import { callEdgeDetail, type Edge, reasonDetails, separated } from "./edge-item.ts";
import { nearestDetails, ruleText } from "./rule-details.ts";

type Decision = DecisionNode["record"];

/** The edges that a call itself was, and why it came again if it did. */
export interface Via {
  readonly edges: readonly Edge[];
  readonly cause: string;
}

/** A call as a line with everything that was decided about it and came of it. */
export function decisionItem(node: DecisionNode, via: Via, style: Style): TreeItem {
  const { record } = node;
  const resources = (record.resources ?? [])
    .map(plain)
    .filter((resource) => resource !== `tool:${plain(record.tool)}`);
  return {
    head: [
      ...verdict(record, style),
      segment(plain(record.tool), style.strong),
      segment(`  ${resources.join(" ")}`),
    ],
    aside: outcome(node, style),
    details: [
      ...reasonDetails(record.reason, style),
      ...refusalDetails(record),
      ...(record.detail === undefined ? [] : [{ label: "detail", text: [segment(plain(record.detail))] }]),
      ...differenceDetails(record, style),
      ...nearestDetails(record, style),
      ...argumentDetails(record),
      ...ruleDetails(record, style),
      ...reusedDetails(record, style),
      ...edgeDetails(record, via, style),
      ...approvalDetails(node, style),
      ...errorDetails(node, style),
    ],
    children: [],
  };
}

function verdict({ effect }: Decision, style: Style): readonly Segment[] {
  if (effect === "allow") return [segment("✓ ", style.good)];
  if (effect === "ask") return [segment("? ASK ", style.caution)];
  return [segment("✗ DENY ", style.alarm)];
}

/** The rules that let a call pass, and what came of it. */
function outcome(node: DecisionNode, style: Style): readonly Segment[] {
  const { effect, matched = [] } = node.record;
  const rules = effect === "allow" ? matched.map((rule) => `${plain(rule.at ?? rule.id)}  `) : [];
  return [...rules.map((rule) => segment(rule, style.faint)), ...ended(node, style)];
}

function ended({ record, outcome: came }: DecisionNode, style: Style): readonly Segment[] {
  if (came === undefined) return record.effect === "allow" ? [segment("no outcome", style.caution)] : [];
  const took = `${Math.round(came.took * 10) / 10} ms`;
  const status = segment(`${plain(came.status)} ${took}`, came.status === "ok" ? style.faint : style.caution);
  return came.untrusted ? [status, segment(" · untrusted", style.caution)] : [status];
}

function refusalDetails({ refusedBy }: Decision): readonly Detail[] {
  if (refusedBy === undefined) return [];
  const text = `the ${plain(refusedBy.edge)} link: ${plain(refusedBy.what)}`;
  return [{ label: "refused by", text: [segment(text)] }];
}

/** Arguments are shown where a call was not simply let through; they are redacted in the record. */
function argumentDetails({ effect, args }: Decision): readonly Detail[] {
  if (effect === "allow" || args === undefined) return [];
  return [{ label: "args", text: [segment(plainJson(args))] }];
}

/** The whole text of a rule is told where the call did not pass; else its place stands beside the call. */
function ruleDetails({ effect, matched = [], obligations = [] }: Decision, style: Style): readonly Detail[] {
  const told = effect === "allow" ? [] : matched;
  const rules = told.map((rule) => segment(ruleText(rule), style.faint));
  const duties = obligations.map((duty) => segment(plain(duty)));
  return [
    ...(rules.length === 0 ? [] : [{ label: rules.length === 1 ? "rule" : "rules", text: separated(rules) }]),
    ...(duties.length === 0 ? [] : [{ label: "obliged to", text: separated(duties) }]),
  ];
}

/** Under `per-task` the policy may have been asked for another call of the run. */
function reusedDetails({ reused }: Decision, style: Style): readonly Detail[] {
  return reused === undefined ? [] : [{ label: "reused", text: [segment(reusedText(reused), style.faint)] }];
}

/** Whose answer was used again. */
export function reusedText(decision: string): string {
  return `the answer for ${shortId(decision)}, which differs in nothing that any rule reads`;
}

/** The edges that the call itself was: its step's narrowing, another model than before, a branch, a retry. */
function edgeDetails(
  { siblings, attempt }: Decision,
  { edges, cause }: Via,
  style: Style,
): readonly Detail[] {
  const why: Readonly<Record<string, string>> = {
    branch: `one of ${siblings} parallel calls: approvals and credentials of its own`,
    retry: `attempt ${attempt}${cause}`,
  };
  return edges.map((edge) => {
    const told = edge.edge === "model" ? plain(edge.detail ?? "") : why[edge.edge];
    return callEdgeDetail(edge, told ?? "", style);
  });
}

function approvalDetails({ approvals, obligations }: DecisionNode, style: Style): readonly Detail[] {
  const answers = approvals.map(({ answer, role, by }) => {
    const who = by === undefined ? "" : ` by ${plain(by)}`;
    const paint = answer === "approved" ? style.good : style.alarm;
    return { label: "approval", text: [segment(plain(answer), paint), segment(` as ${plain(role)}${who}`)] };
  });
  const met = obligations.map(({ obligation }) => segment(plain(obligation)));
  return met.length === 0 ? answers : [...answers, { label: "done", text: separated(met) }];
}

function errorDetails({ outcome: came }: DecisionNode, style: Style): readonly Detail[] {
  if (came?.error === undefined) return [];
  return [{ label: "error", text: [segment(plain(came.error.shown), style.caution)] }];
}
