import type { DecisionNode } from "@ambit/ledger";

type Decision = DecisionNode["record"];

/**
 * What a retried call comes after, in words; empty where the ledger does not show it, as when the host ran its task again.
 *
 * A call goes on with what the same agent, one above or one below it has tried with the same tool.
 */
export function retryCause(record: Decision, decisions: readonly DecisionNode[]): string {
  let last: DecisionNode | undefined;
  for (const each of decisions) {
    const isEarlier = each.record.seq < record.seq && each.record.seq > (last?.record.seq ?? -1);
    if (isEarlier && each.record.tool === record.tool && isRelated(each.record, record)) last = each;
  }
  if (last === undefined) return "";
  if (last.record.effect === "deny") return ", after a denial";
  return last.outcome?.status === "error" ? ", after a failure" : "";
}

function isRelated({ actors: one }: Decision, { actors: other }: Decision): boolean {
  const length = Math.min(one.length, other.length);
  return one.slice(0, length).join("\n") === other.slice(0, length).join("\n");
}
