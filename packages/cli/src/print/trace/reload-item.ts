import type { ChainedRecord } from "@ambit/ledger";
import { plain } from "../layout/plain.ts";
import { segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { TreeItem } from "../layout/tree.ts";
import { reasonDetails } from "./edge-item.ts";
import { instant } from "./run-header.ts";

type Reload = Extract<ChainedRecord, { type: "policy_reloaded" | "policy_reload_failed" }>;

/** Whether a record tells of the policy itself, and of no run. */
export function isReload(record: ChainedRecord): record is Reload {
  return record.type === "policy_reloaded" || record.type === "policy_reload_failed";
}

/** All reloads of the policy in a ledger, those that failed with what was wrong. */
export function reloadsItem(reloads: readonly Reload[], style: Style): TreeItem {
  return {
    head: [segment("policy reloads", style.strong)],
    details: [],
    children: reloads.map((record) => reloadItem(record, style)),
  };
}

function reloadItem(record: Reload, style: Style): TreeItem {
  const aside = [segment(instant(record.at), style.faint)];
  if (record.type === "policy_reloaded") {
    const { before, policy } = record;
    const change = before === policy ? `${plain(policy)}, as before` : `${plain(before)} → ${plain(policy)}`;
    return { head: [segment("✓ ", style.good), segment(change)], aside, details: [], children: [] };
  }
  return {
    head: [segment("✗ FAILED ", style.alarm), segment(`${plain(record.policy)} stays in force`)],
    aside,
    details: [
      ...reasonDetails(record.reason, style),
      ...record.findings.map((finding, index) => ({
        label: index === 0 ? "found" : "",
        text: [segment(plain(finding))],
      })),
    ],
    children: [],
  };
}
