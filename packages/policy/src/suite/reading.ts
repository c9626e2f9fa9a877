import type { FileFindings } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import type { Path, YamlFile } from "./yaml-file.ts";

/** A test file while it is read. */
export class Reading {
  readonly yaml: YamlFile;
  readonly findings: FileFindings;
  /** The tools of the manifest. */
  readonly tools: readonly string[];

  constructor(yaml: YamlFile, findings: FileFindings, tools: readonly string[]) {
    this.yaml = yaml;
    this.findings = findings;
    this.tools = tools;
  }

  /** Reports what is wrong with the value at a path; `known` gives the nearest spelling. */
  refuse(
    path: Path,
    message: string,
    named?: { readonly text: string; readonly known?: Iterable<string> },
  ): void {
    const { text = "", known = [] } = named ?? {};
    const suggestion = text === "" ? undefined : nearestWord(text, known);
    this.findings.add({
      reason: "suite_invalid",
      at: this.yaml.at(path),
      text,
      message: `${path.map(String).join(" › ")}: ${message}`,
      suggestion,
    });
  }

  /** Whether a name is known; reported when it is not. */
  knows(
    path: Path,
    text: string,
    { what, among }: { readonly what: string; readonly among: Iterable<string> },
  ): boolean {
    const known = [...among];
    if (known.includes(text)) return true;
    this.refuse(path, `there is no ${what} "${text}"`, { text, known });
    return false;
  }

  knowsTool(path: Path, tool: string): boolean {
    return this.knows(path, tool, { what: "tool in the manifest", among: this.tools });
  }
}
