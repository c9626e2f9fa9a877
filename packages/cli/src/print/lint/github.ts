import { endColumn, type LintReport, messageOf } from "../../lint/lint-report.ts";
import { plain } from "../layout/plain.ts";
import { repositoryPath } from "./location.ts";

/** The findings as workflow commands, which GitHub Actions shows beside the lines of a change. */
export function printGithub({ findings, lines }: LintReport): readonly string[] {
  return findings.map((finding) => {
    const { severity, code, reason, file, line, column } = finding;
    const end = endColumn(finding, lines);
    const properties = [
      `file=${property(repositoryPath(file))}`,
      `line=${line}`,
      `col=${column}`,
      ...(end === undefined ? [] : [`endColumn=${end}`]),
      `title=${property(`${code} ${reason}`)}`,
    ];
    return `::${severity === "fatal" ? "error" : "warning"} ${properties.join(",")}::${data(messageOf(finding))}`;
  });
}

/** Line breaks would end the command; `plain` has spelt them out. */
function data(text: string): string {
  return plain(text).replaceAll("%", "%25");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
