import { codeRow } from "@ambit/core";
import type { Finding, Fix } from "@ambit/policy";
import type { ArtifactLocation, Fix as SarifFix, Log, Region, ReportingDescriptor, Result } from "sarif";
import { endColumn, type LintReport, messageOf } from "../../lint/lint-report.ts";
import { repositoryUri } from "./location.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** The findings as a SARIF 2.1.0 log, which code scanning services read. */
export function toSarif({ findings, lines }: LintReport, version: string): Log {
  const ids = [...new Set(findings.map(({ code }) => code))].toSorted();
  const rules = ids.map((id) => ruleOf(findings.filter(({ code }) => code === id)));
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "ambit lint", semanticVersion: version, rules } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => resultOf(finding, ids.indexOf(finding.code), lines)),
      },
    ],
  };
}

function ruleOf([first, ...more]: readonly Finding[]): ReportingDescriptor {
  if (first === undefined) return { id: "" };
  const { code, reason } = first;
  const { message, hint } = codeRow(reason);
  const worst = [first, ...more].find(({ severity }) => severity === "fatal") ?? first;
  return {
    id: code,
    name: reason,
    shortDescription: { text: message },
    help: { text: `${hint} (\`ambit explain ${code}\`)` },
    defaultConfiguration: { level: levelOf(worst) },
  };
}

function resultOf(finding: Finding, ruleIndex: number, lines: LintReport["lines"]): Result {
  const { code, file, line, column, fix } = finding;
  const artifactLocation = { uri: repositoryUri(file) };
  const end = endColumn(finding, lines);
  const region: Region = {
    startLine: line,
    startColumn: column,
    ...(end === undefined ? {} : { endColumn: end }),
  };
  return {
    ruleId: code,
    ruleIndex,
    level: levelOf(finding),
    message: { text: messageOf(finding) },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    ...(fix === undefined ? {} : { fixes: [fixOf(fix, artifactLocation)] }),
  };
}

function fixOf({ line, column, length, replacement }: Fix, artifactLocation: ArtifactLocation): SarifFix {
  const deletedRegion = { startLine: line, startColumn: column, endColumn: column + length };
  return {
    description: { text: `write ${replacement}` },
    artifactChanges: [
      { artifactLocation, replacements: [{ deletedRegion, insertedContent: { text: replacement } }] },
    ],
  };
}

function levelOf({ severity }: Finding): "error" | "warning" {
  return severity === "fatal" ? "error" : "warning";
}
