import type { PolicyTestReport } from "@ambit/policy";
import { plain, plainJson } from "../layout/plain.ts";
import type { Style } from "../layout/style.ts";

type Failure = PolicyTestReport["suites"][number]["tests"][number]["failures"][number];

/** The lines of one failure: the call, what was expected, what came, by which rules, and what explains it. */
export function failureLines(
  failure: Failure,
  { file, style }: { readonly file: string; readonly style: Style },
): readonly string[] {
  const { at, call, mismatches, matched, message, note } = failure;
  const lines: [string, string][] = [];
  if (call !== undefined) lines.push(["call", printCall(call)]);
  for (const { member, expected, actual } of mismatches) {
    const what = member === "decision" ? "" : `${member} `;
    lines.push(["expected", what + expected], ["actual", what + actual]);
  }
  for (const line of message?.split("\n") ?? []) {
    const [label = "", ...rest] = line.split(/ {2,}/u);
    lines.push(rest.length === 0 ? ["found", line] : [label, rest.join(" ")]);
  }
  for (const rule of matched.slice(0, 3)) lines.push(["rule", `${rule.at ?? rule.id}  ${rule.text}`]);
  if (note !== undefined) lines.push(["note", note]);
  lines.push(["at", `${file}:${at.line}:${at.column}`]);
  return lines.map(([label, text]) => `     ${style.faint(label.padEnd(9))} ${plain(text)}`);
}

/** `support → pay.refund /orders/7 {"amount": 250} for support/refund` */
export function printCall({ agent, tool, resources, args, purpose }: NonNullable<Failure["call"]>): string {
  const given = Object.keys(args).length === 0 ? [] : [plainJson(args)];
  const serving = purpose === undefined ? [] : [`for ${purpose}`];
  return [`${agent} → ${tool}`, ...resources, ...given, ...serving].join(" ");
}
