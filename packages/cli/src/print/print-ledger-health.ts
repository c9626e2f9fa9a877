import { CODES } from "@ambit/core";
import type { LedgerHealth } from "../doctor/examine-ledger.ts";
import { plain } from "./layout/plain.ts";
import type { Style } from "./layout/style.ts";
import { instant } from "./trace/run-header.ts";

/** What the ledger tells of policy and engines, as lines. */
export function ledgerHealthLines(
  { path, failedReload, differences }: LedgerHealth,
  style: Style,
): readonly string[] {
  const lines = [style.strong(`ledger ${plain(path)}`)];
  if (failedReload !== undefined) {
    const { at, policy, findings } = failedReload;
    lines.push(
      `  ${style.alarm("✗")} the latest reload of the policy failed, ${instant(at)}: ${plain(policy)} stays in force`,
      ...findings.map((finding) => `      ${plain(finding)}`),
      "      mend the policy, then ambit.reload()",
    );
  }
  if (differences > 0) {
    const { code, hint } = CODES.engine_difference;
    const calls = differences === 1 ? "call was" : "calls were";
    lines.push(
      `  ${style.alarm("✗")} ${style.strong(code)}  ${differences} ${calls} decided differently by the two engines`,
      `      ${hint}`,
    );
  }
  return lines.length > 1 ? lines : [...lines, `  ${style.good("✓")} nothing to report`];
}
