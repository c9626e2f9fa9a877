import type { Obligation } from "./obligation.ts";

/** The text of an obligation, as `parseObligations` reads it. */
export function printObligation(obligation: Obligation): string {
  switch (obligation.kind) {
    case "approve":
      return obligation.ttlSeconds === undefined
        ? `approve:${obligation.role}`
        : `approve:${obligation.role};ttl:${obligation.ttlSeconds}`;
    case "redact":
      return `redact:${obligation.field}`;
    case "alert":
      return `alert:${obligation.channel}`;
    case "log:full":
    case "review:after":
    case "intent:fresh":
      return obligation.kind;
  }
}

/** The union of obligations, without duplicates, in order of first appearance. */
export function uniteObligations(...lists: readonly (readonly Obligation[])[]): readonly Obligation[] {
  const united = new Map<string, Obligation>();
  for (const obligation of lists.flat()) united.set(printObligation(obligation), obligation);
  return [...united.values()];
}
