import type { CodeName, OpenRequest, PolicyAnswer, Principal } from "@ambit/core";
import type { GateContext } from "../context.ts";
import type { Run } from "../run/run.ts";
import { isLate, isThenable, within } from "../stage/awaiting.ts";

/** Who wants to act for the subject of a run, and for what. */
interface Opening {
  readonly run: Run;
  readonly actor: Principal;
  readonly purpose: string;
}

/** Opening is itself a decision: subject and actor must both hold a rule for the purpose. Undefined when they do. */
export async function whyNotOpen(
  context: GateContext,
  { run: { subject, tenant }, actor, purpose }: Opening,
): Promise<CodeName | undefined> {
  const question: OpenRequest = { subject: { id: subject.id, roles: subject.roles }, actor, purpose };
  try {
    const asked = context.policy.open(tenant === undefined ? question : { ...question, tenant });
    const answer: unknown = isThenable(asked) ? await within(asked, context.stageTimeoutMs) : asked;
    if (isLate(answer) || typeof answer !== "object" || answer === null) return "open_denied";
    return (answer as PolicyAnswer).effect === "allow" ? undefined : "open_denied";
  } catch {
    return "policy_error";
  }
}
