import type { DoctorReport } from "../doctor/report.ts";
import type { FoundVersion } from "../doctor/versions.ts";
import { countsOf, countsText } from "../lint/lint-report.ts";
import { plain } from "./layout/plain.ts";
import { ledgerHealthLines } from "./print-ledger-health.ts";
import type { Style } from "./layout/style.ts";

type Module = NonNullable<DoctorReport["module"]>;
type Agent = Module["agents"][number];

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
    ...(missing.length === 0 ? [] : ["", ...missingLines(missing, policy?.folder, style)]),
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

function agentLines({ agents, unprotected, file }: Module, style: Style): readonly string[] {
  if (agents.length + unprotected.length === 0) {
    return [style.strong("agents"), `  ${style.caution("○")} ${plain(file)} exports none`];
  }
  return [
    ...agents.flatMap((agent) => [
      `${style.strong(`agent ${plain(agent.agent)}`)}  ${style.faint(`export ${plain(agent.export)}`)}`,
      ...toolLines(agent, style),
      ...opaqueLines(agent, style),
    ]),
    ...unprotected.flatMap((name) => [
      `${style.alarm("✗ UNPROTECTED")}  export ${plain(name)}: its tools run without a decision`,
      `    ambit.protect(${plain(name)}, { agent: "…" })`,
    ]),
  ];
}

function toolLines({ tools }: Agent, style: Style): readonly string[] {
  if (tools.length === 0) return [`  ${style.caution("○")} reaches no tool`];
  const width = Math.max(...tools.map(({ name }) => plain(name).length));
  return tools.map(({ name, path, sealed, manifest, note }) => {
    const mark = sealed && manifest ? style.good("✓") : style.alarm("✗");
    const seal = sealed ? "sealed  " : style.alarm("UNSEALED");
    const entry = manifest ? "in manifest" : style.alarm("NO ENTRY");
    const more = note === undefined ? "" : `  ${style.caution(plain(note))}`;
    const place = path === "" ? "" : `  ${style.faint(plain(path))}`;
    return `  ${mark} ${plain(name).padEnd(width)}  ${seal}  ${entry}${place}${more}`;
  });
}

/** A note and no finding: most functions call no tool, and those that do may have sealed it. */
function opaqueLines({ opaque }: Agent, style: Style): readonly string[] {
  return opaque.map(
    (path) =>
      `  ${style.caution("○")} ${plain(path)}  ${style.faint("is a function: seal the tools that it calls with ambit.tools")}`,
  );
}

function missingLines(
  missing: DoctorReport["missing"],
  folder: string | undefined,
  style: Style,
): readonly string[] {
  const file = `${folder === undefined ? "" : `${plain(folder)}/`}tools.yaml`;
  return [
    style.strong(`add to ${file}`),
    style.faint("# until then every call of these tools is denied: AMBIT-D103 tool_unknown"),
    ...missing.map(({ entry }) => entry),
  ];
}
