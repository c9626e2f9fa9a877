import { oneOf, type RunRequest } from "@ambit/langchain";

/** Reads that any task on one's own account needs. They cannot move money. */
const READS: readonly string[] = [
  "get_most_recent_transactions",
  "get_scheduled_transactions",
  "get_balance",
  "get_iban",
];

const IBAN = /\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/gu;

/** The account numbers that a text names, each once. */
export function ibansNamedIn(request: string): string[] {
  return [...new Set(request.match(IBAN))];
}

/**
 * The most that this task can need, read from the user's own words before the model sees anything.
 *
 * Money may go only to accounts that the request names. A request that names none gets no transfer at all: whom to pay
 * is then nobody's word but the model's, and the model reads what others write.
 */
export function ceilingOf(request: string): NonNullable<RunRequest["allow"]> {
  const named = ibansNamedIn(request);
  const reads = READS.map((tool) => ({ tool }));
  return named.length === 0 ? reads : [...reads, { tool: "send_money", args: { recipient: oneOf(named) } }];
}
