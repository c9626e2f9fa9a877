import { codeRow, type Effect, printObligation } from "@ambit/core";
import type { CallExplanation, ExplainedQuestion, ExplainedRule } from "@ambit/policy";
import { plain } from "../layout/plain.ts";
import { type Segment, segment } from "../layout/segment.ts";
import { createStyle, type Style } from "../layout/style.ts";
import { type Detail, printRoot } from "../layout/tree.ts";
import { clauseLines } from "./clause-lines.ts";

export interface ExplanationLayout {
  readonly color: boolean;
  readonly width: number;
  /** Everything instead of one screen. */
  readonly full: boolean;
}

/** Links and questions that one screen has room for. */
const MOST = 4;

/** An explanation as a person reads it: verdict, cause, chain, closest rule, what would allow it. */
export function printExplanation(
  explained: CallExplanation,
  { color, width, full }: ExplanationLayout,
  more: readonly Detail[] = [],
): readonly string[] {
  const style = createStyle(color);
  const { call, policy } = explained;
  const [actor] = call.principals.slice(-1);
  const head = [
    ...verdictOf(explained.effect, style),
    segment(`  ${plain(actor?.id ?? "")} ▸ `),
    segment(plain(call.tool), style.strong),
    segment(`  ${call.resources.map(plain).join("  ")}`),
  ];
  const aside = [segment(`policy ${plain(policy.answer.version)}`, style.faint)];
  const details = [
    ...causeDetails(explained, style),
    ...more,
    ...limited(chainDetails(policy.questions, style), full, style),
    ...limited(linkDetails(explained, style), full, style),
    ...edgeDetails(explained, style),
    ...ruleDetails(policy.questions, full, style),
    ...changeDetails(explained, style),
    ...nextDetails(explained, full, style),
  ];
  return printRoot({ head, aside, details, children: [] }, { width, faint: style.faint });
}

function verdictOf(effect: Effect, style: Style): readonly Segment[] {
  const paint = { allow: style.good, ask: style.caution, deny: style.alarm }[effect];
  return [segment(effect.toUpperCase(), paint)];
}

function causeDetails(
  { reason, effect, policy, opens, nearestTool }: CallExplanation,
  style: Style,
): readonly Detail[] {
  const details: Detail[] = [];
  if (reason !== undefined) {
    const { code, message } = codeRow(reason);
    const { detail } = policy.answer;
    const what = detail === undefined || reason !== policy.answer.reason ? "" : ` (${plain(detail)})`;
    details.push({
      label: "cause",
      text: [segment(code, style.strong), segment(` ${reason}: ${message}${what}`)],
    });
  }
  if (nearestTool !== undefined)
    details.push({ label: "", text: [segment(`did you mean ${plain(nearestTool)}?`)] });
  const { obligations } = policy.answer;
  if (effect !== "deny" && obligations.length > 0)
    details.push({ label: "if", text: [segment(obligations.map(printObligation).join("  "))] });
  if (opens?.effect === "deny") {
    const { code, message } = codeRow(opens.reason ?? "open_denied");
    const whom = opens.detail === undefined ? "" : ` (${plain(opens.detail)})`;
    details.push({
      label: "besides",
      text: [segment(`no run would open: ${code} ${message}${whom}`, style.caution)],
    });
  }
  return details;
}

/** Who is asked, from the subject to the agent that calls, and which rule answers. */
function chainDetails(questions: readonly ExplainedQuestion[], style: Style): readonly Detail[] {
  const several = new Set(questions.map(({ resource }) => resource)).size > 1;
  const width = Math.max(0, ...questions.map(({ principal }) => plain(principal).length));
  return questions.map((question, index) => {
    const { principal, resource, effect, casbinRule, reason } = question;
    const holds = effect !== "deny";
    const at = casbinRule === undefined ? "" : `  by ${plain(casbinRule.at ?? casbinRule.id)}`;
    const why = holds ? `${effect}${at}` : `${reason ?? "deny"}${at}`;
    return {
      label: index === 0 ? "chain" : "",
      text: [
        holds ? segment("✓ ", style.good) : segment("✗ ", style.bad),
        segment(plain(principal).padEnd(width)),
        segment(`  ${why}`, holds ? style.faint : style.bad),
        ...(several ? [segment(`  ${plain(resource)}`, style.faint)] : []),
      ],
    };
  });
}

/** Which link of the grant refuses too. */
function linkDetails({ links, policy }: CallExplanation, style: Style): readonly Detail[] {
  const refuses = links.some(({ refusal }) => refusal !== undefined);
  const lines = links.map(({ link, edge, refusal, removed }, index): Detail => {
    const lost = removed.length === 0 ? "" : `  lost: ${removed.map(plain).join(", ")}`;
    const why =
      refusal === undefined
        ? ""
        : `  ${codeRow(refusal.reason).code} ${refusal.reason}: ${plain(refusal.what)}`;
    return {
      label: index === 0 ? "grant" : "",
      text: [
        refusal === undefined ? segment("✓ ", style.good) : segment("✗ ", style.bad),
        segment(`${edge} ${plain(link)}`),
        segment(why, style.bad),
        segment(lost, style.faint),
      ],
    };
  });
  const alone: Detail = {
    label: "",
    text: [segment(`the policy alone would say ${policy.answer.effect}`, style.faint)],
  };
  return refuses ? [...lines, alone] : lines;
}

/** The edge that does not carry what the rules allow, and the p2 rule that came closest to letting it through. */
function edgeDetails({ edge }: CallExplanation, style: Style): readonly Detail[] {
  if (edge === undefined) return [];
  const { nearest } = edge.answer;
  const crossed = { label: "edge", text: [segment("✗ ", style.bad), segment(crossing(edge))] };
  if (nearest === undefined) return [crossed];
  const { rule, clauses } = nearest;
  const failing = clauses.filter(({ holds }) => !holds).map(({ text }) => `✗ ${plain(text)}`);
  return [
    crossed,
    { label: "closest", text: [segment(`${rule.at ?? rule.id}  ${plain(rule.text)}`)] },
    ...failing.map((text): Detail => ({ label: "", text: [segment(text, style.bad)] })),
  ];
}

function crossing({ edge, from, to }: NonNullable<CallExplanation["edge"]>): string {
  return `${edge}  ${plain(from)} → ${plain(to)}`;
}

function ruleDetails(
  questions: readonly ExplainedQuestion[],
  full: boolean,
  style: Style,
): readonly Detail[] {
  if (full) return questions.flatMap((question) => fullQuestion(question, style));
  const denied = questions.find(({ effect }) => effect === "deny");
  if (denied === undefined) {
    const rules = new Map(
      questions.flatMap(({ matched }) => matched.map((rule) => [rule.rule, rule] as const)),
    );
    return limited(
      [...rules.values()].map((rule, index) => ruleLine(index === 0 ? "rules" : "", rule)),
      false,
      style,
    );
  }
  const denying = denied.matched.filter(({ rule }) => rule.effect === "deny");
  const closest = denied.thrown ?? denied.nearest[0];
  return [
    ...limited(
      denying.map((rule, index) => ruleLine(index === 0 ? "denied by" : "", rule)),
      false,
      style,
    ),
    ...(closest === undefined || denying.length > 0
      ? []
      : ruleWithClauses(denied.thrown === undefined ? "closest" : "failed", closest, { full, style })),
  ];
}

function fullQuestion(
  { principal, resource, matched, nearest, thrown }: ExplainedQuestion,
  style: Style,
): readonly Detail[] {
  const of = segment(`${plain(principal)} on ${plain(resource)}`, style.strong);
  return [
    { label: "asked", text: [of] },
    ...matched.flatMap((rule) => ruleWithClauses("matches", rule, { full: true, style })),
    ...(thrown === undefined ? [] : ruleWithClauses("failed", thrown, { full: true, style })),
    ...nearest.flatMap((rule) => ruleWithClauses("closest", rule, { full: true, style })),
  ];
}

function ruleLine(label: string, { rule }: ExplainedRule): Detail {
  return {
    label,
    text: [segment(`${plain(rule.at ?? rule.id)}  ${plain(rule.text.replaceAll(/\s+/gu, " "))}`)],
  };
}

function ruleWithClauses(
  label: string,
  rule: ExplainedRule,
  { full, style }: { readonly full: boolean; readonly style: Style },
): readonly Detail[] {
  return [ruleLine(label, rule), ...clauseLines(rule, full, style)];
}

function changeDetails({ policy, effect, links }: CallExplanation, style: Style): readonly Detail[] {
  if (effect !== "deny" || policy.questions.length === 0) return [];
  const refusing = links
    .filter(({ refusal }) => refusal !== undefined)
    .map(({ edge, link }) => `${edge} ${plain(link)}`);
  const grant =
    refusing.length === 0
      ? []
      : [{ label: "to allow", text: [segment(`widen the grant: ${refusing.join(", ")}`)] }];
  if (policy.answer.effect !== "deny") return grant;
  const fewest = policy.changes[0]?.edits.length;
  if (fewest === undefined)
    return [
      ...grant,
      { label: "to allow", text: [segment("no small change was found: write a rule for this call")] },
    ];
  const also = grant.length === 0 ? "to allow" : "and";
  const note =
    fewest === 1
      ? []
      : [
          {
            label: also,
            text: [segment(`no single change is enough; ${fewest} together are:`, style.faint)],
          },
        ];
  const lines = policy.changes.map(({ edits }, index): Detail => {
    const label = index > 0 ? "or" : fewest === 1 ? also : "";
    return { label, text: [segment(edits.map(({ text }) => plain(text)).join("  AND  "))] };
  });
  return [...grant, ...note, ...lines];
}

function nextDetails({ reason, effect }: CallExplanation, full: boolean, style: Style): readonly Detail[] {
  if (full) return [];
  const code = effect === "deny" && reason !== undefined ? `   ambit explain ${codeRow(reason).code}` : "";
  return [{ label: "next", text: [segment(`--full shows every rule and value${code}`, style.faint)] }];
}

function limited(details: readonly Detail[], full: boolean, style: Style): readonly Detail[] {
  if (full || details.length <= MOST) return details;
  const more = details.length - MOST;
  return [
    ...details.slice(0, MOST),
    { label: "", text: [segment(`… ${more} more, see --full`, style.faint)] },
  ];
}
