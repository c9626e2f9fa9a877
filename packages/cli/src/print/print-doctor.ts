import type { DoctorReport } from "../doctor/report.ts";
import type { FoundVersion } from "../doctor/versions.ts";
import { countsOf, countsText } from "../lint/lint-report.ts";
import { plain } from "./layout/plain.ts";
import { agentLines } from "./print-agents.ts";
import { manifestFile } from "./print-entries.ts";
import { ledgerHealthLines } from "./print-ledger-health.ts";
import type { Style } from "./layout/style.ts";

/** The lines of a doctor's report: versions, policy, agents, then the manifest entries to add. */
export function printDoctor(
  { versions, policy, ledger, module, missing }: DoctorReport,
  style: Style,
): readonly string[] {
  const agents = module === undefined ? [] : ["", ...agentLines(module, style)];
  return [
    style.strong("versions"),
    ...versions.map((version) => versionLine(version, style)),
    "",
    ...policyLines(policy, style),
    ...(ledger === undefined ? [] : ["", ...ledgerHealthLines(ledger, style)]),
    ...agents,
    ...(missing.length === 0 ? [] : ["", ...missingLines(missing, policy, style)]),
  ];
}

function versionLine({ name, version, range, ok }: FoundVersion, style: Style): string {
  const label = name.padEnd(22);
  if (version === undefined)
    return `  ${style.caution("○")} ${label} not found here ${style.faint(`(${range})`)}`;
  if (ok) return `  ${style.good("✓")} ${label} ${version}`;
  return `  ${style.alarm("✗")} ${label} ${version}  ${style.bad(`Ambit works with ${range}`)}`;
}

function policyLines(policy: DoctorReport["policy"], style: Style): readonly string[] {
  if (policy === undefined) {
    return [style.strong("policy"), `  ${style.caution("○")} no folder here; name one with --policy`];
  }
  const { folder, findings } = policy;
  const head = style.strong(`policy ${plain(folder)}`);
  if (findings.length === 0) return [head, `  ${style.good("✓")} compiles, nothing to report`];
  const counts = countsOf(findings);
  const [mark, state] =
    counts.fatal > 0 ? [style.alarm("✗"), "does not compile"] : [style.caution("!"), "compiles"];
  return [head, `  ${mark} ${state}: ${countsText(counts)}; \`ambit lint ${plain(folder)}\` shows them`];
}

function missingLines(
  missing: DoctorReport["missing"],
  policy: DoctorReport["policy"],
  style: Style,
): readonly string[] {
  return [
    style.strong(`add to ${manifestFile(policy)}`),
    style.faint(
      "# until then every call of these tools is denied: AMBIT-D103 tool_unknown; --fix makes guesses",
    ),
    ...missing.map(({ entry }) => entry),
  ];
}
