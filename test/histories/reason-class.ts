import type { CodeName } from "@ambit/core";

/**
 * The reasons that the reference tells apart. Which link, clause or rule refused first is the product's own matter; what
 * follows for later calls is the same for all reasons of a class.
 */
const CLASSES: Partial<Record<CodeName, string>> = {
  tool_not_granted: "grant",
  constraint_violation: "grant",
  resource_not_granted: "grant",
  purpose_outside: "grant",
  grant_expired: "expired",
  budget_spent: "budget",
  policy_denied: "policy",
  policy_no_match: "policy",
  edge_denied: "edge",
  approval_rejected: "rejected",
  approval_unavailable: "nobody",
};

export function reasonClass(reason: CodeName): string {
  return CLASSES[reason] ?? reason;
}
