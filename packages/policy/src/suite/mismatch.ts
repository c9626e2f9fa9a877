import { codeRow, type CodeName, type Obligation, printObligation } from "@ambit/core";

import type { Outcome } from "./call-outcome.ts";
import type { Expectation } from "./suite.ts";

/** One member of an expectation that a decision does not meet. */
export interface Mismatch {
  readonly member: "decision" | "reason" | "approvers" | "ttl" | "obligations" | "rule";
  readonly expected: string;
  readonly actual: string;
}

/** What of an expectation a decision does not meet; none when it passes. */
export function mismatches(expected: Expectation, outcome: Outcome): readonly Mismatch[] {
  const { decision } = expected;
  if (outcome.effect !== decision) {
    const why = outcome.reason === undefined ? "" : `  ${printReason(outcome.reason)}`;
    return [{ member: "decision", expected: decision, actual: outcome.effect + why }];
  }
  const checks = [reasonOf, approversOf, ttlOf, obligationsOf, rulesOf];
  return checks.flatMap((check) => check(expected, outcome) ?? []);
}

type Check = (expected: Expectation, outcome: Outcome) => Mismatch | undefined;

const reasonOf: Check = ({ reasons }, { reason }) => {
  if (reasons === undefined || (reason !== undefined && reasons.includes(reason))) return undefined;
  const actual = reason === undefined ? "none" : printReason(reason);
  return { member: "reason", expected: reasons.map(printReason).join(" or "), actual };
};

const approversOf: Check = ({ approvers }, outcome) => {
  const roles = approvalsOf(outcome).map(({ role }) => role);
  if (approvers === undefined || sameSet(approvers, roles)) return undefined;
  return { member: "approvers", expected: printRoles(approvers), actual: printRoles(roles) };
};

const ttlOf: Check = ({ ttlSeconds }, outcome) => {
  const lifetimes = [...new Set(approvalsOf(outcome).map((approval) => approval.ttlSeconds))];
  if (ttlSeconds === undefined || (lifetimes.length === 1 && lifetimes[0] === ttlSeconds)) return undefined;
  const actual = lifetimes.map((ttl) => (ttl === undefined ? "none" : `${ttl}s`)).join(" ");
  return { member: "ttl", expected: `${ttlSeconds}s`, actual };
};

const obligationsOf: Check = ({ obligations }, outcome) => {
  const printed = obligingOf(outcome).map(printObligation);
  if (obligations === undefined || sameSet(obligations, printed)) return undefined;
  return { member: "obligations", expected: listed(obligations, " + "), actual: listed(printed, " + ") };
};

const rulesOf: Check = ({ rules = [] }, { matched }) => {
  const lacking = rules.filter((rule) => !matched.some(({ id, at }) => id === rule || at === rule));
  if (lacking.length === 0) return undefined;
  return {
    member: "rule",
    expected: lacking.join(" "),
    actual: listed(
      matched.map(({ id }) => id),
      " ",
    ),
  };
};

function obligingOf({ asked }: Outcome): readonly Obligation[] {
  return asked?.answer.obligations ?? [];
}

function approvalsOf(outcome: Outcome): readonly Extract<Obligation, { readonly kind: "approve" }>[] {
  return obligingOf(outcome).filter((obligation) => obligation.kind === "approve");
}

function listed(texts: readonly string[], by: string): string {
  return texts.length === 0 ? "none" : texts.join(by);
}

/** `AMBIT-D302 policy_no_match` */
function printReason(reason: CodeName): string {
  return `${codeRow(reason).code} ${reason}`;
}

function printRoles(roles: readonly string[]): string {
  return listed(
    roles.map((role) => `role:${role}`),
    " ",
  );
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const set = new Set(b);
  return set.size === new Set(a).size && a.every((member) => set.has(member));
}
