import type { RunRequest } from "@ambit/langchain";
import { exact } from "@ambit/langchain";
import { TOOLS } from "./policy.ts";

const SUBJECTS = 50;
const TENANTS = 5;
const PURPOSES = 7;

/** How often each run tries to spend. */
export const SPENDS = 4;

/** One of many runs, and the one record that it may touch. */
export interface Plan {
  readonly id: string;
  /** The record of another run, which it tries to touch. */
  readonly other: string;
  readonly subject: string;
  readonly tenant: string;
  readonly purpose: string;
  /** How many writes it may make. */
  readonly writes: number;
}

export const SUBJECT_IDS: readonly string[] = Array.from({ length: SUBJECTS }, (_, n) => subjectOf(n));
export const PURPOSE_IDS: readonly string[] = Array.from({ length: PURPOSES }, (_, n) => purposeOf(n));

/** Plans for so many runs; neighbours differ in subject, tenant, purpose and budget. */
export function plansFor(count: number): readonly Plan[] {
  return Array.from({ length: count }, (_, n) => ({
    id: idOf(n),
    other: idOf((n + 1 + ((n * 7) % (count - 1))) % count),
    subject: subjectOf(n % SUBJECTS),
    tenant: tenantOf(n % SUBJECTS),
    purpose: purposeOf(n % PURPOSES),
    writes: 1 + (n % (SPENDS + 1)),
  }));
}

/** The request of a plan; without a ceiling all that tells its run from others is the subject. */
export function requestOf(plan: Plan, hasCeiling: boolean): RunRequest {
  const { id, subject, tenant, purpose, writes } = plan;
  const allow = Object.keys(TOOLS).map((tool) => ({
    tool,
    args: tool === "ask_helper" ? { task: exact(id) } : { id: exact(id) },
  }));
  return {
    subject,
    tenant,
    purpose,
    goal: `touch ${id}`,
    budget: { calls: 500, writes, denials: 10_000 },
    ...(hasCeiling ? { allow } : {}),
  };
}

/** The tenant of a subject, by its number. */
export function tenantOf(number: number): string {
  return `t${number % TENANTS}`;
}

function idOf(number: number): string {
  return `rec-${String(number).padStart(3, "0")}`;
}

function subjectOf(number: number): string {
  return `user:u${number}`;
}

function purposeOf(number: number): string {
  return `work/p${number}`;
}
