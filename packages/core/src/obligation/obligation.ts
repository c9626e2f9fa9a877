/** What must be true before, during or after an allowed call. The set is closed. */
export type Obligation =
  /** A person with this role approves; the approval lives `ttlSeconds` (default: until the call). */
  | { readonly kind: "approve"; readonly role: string; readonly ttlSeconds?: number }
  /** The field of the result (`customer.email`, `items[*].card`) is masked before the agent sees it. */
  | { readonly kind: "redact"; readonly field: string }
  | { readonly kind: "alert"; readonly channel: string }
  /** The record holds goal, intent and arguments in full (secrets stay redacted). */
  | { readonly kind: "log:full" }
  /** A person looks at the call afterwards. */
  | { readonly kind: "review:after" }
  /** An intent declared in this very turn must cover the call. */
  | { readonly kind: "intent:fresh" };

export type ObligationKind = Obligation["kind"];
