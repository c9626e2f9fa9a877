import type { RunRequest, SubjectRequest } from "@ambit/gate";

/** Limits that no logged run reaches: what is denied is denied for what the call is. */
const BUDGET = { calls: 1e6, writes: 1e6, denials: 1e6 };

/** The request of trusted code that knows who asks and in which words, and nothing of what the task needs. */
export function withoutIntent(subject: SubjectRequest, prompt: string): RunRequest {
  return { subject, purpose: "task", goal: prompt, input: prompt, budget: BUDGET };
}
