import { readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";

import { FileFindings } from "../finding/file-findings.ts";
import type { Finding } from "../finding/finding.ts";
import type { PolicySource, PolicyText, PolicyTexts } from "./policy-source.ts";

const NAMES = { model: "model.conf", rules: "rules.csv", tools: "tools.yaml" } as const;

/** Reads the three texts of a policy, or says which file is missing. */
export async function readSource(source: PolicySource): Promise<PolicyTexts | readonly Finding[]> {
  if ("folder" in source) return readFolder(source.folder);
  const { model, rules, tools } = source;
  if (typeof model !== "string" || typeof rules !== "string")
    throw new TypeError("model and rules must be texts");
  return {
    model: { file: NAMES.model, text: model },
    rules: { file: NAMES.rules, text: rules },
    tools: { file: NAMES.tools, text: typeof tools === "string" ? tools : stringify(tools) },
    files: [],
  };
}

async function readFolder(folder: string): Promise<PolicyTexts | readonly Finding[]> {
  if (typeof folder !== "string" || folder === "") throw new TypeError("folder must be a path");
  const [model, rules, tools] = await Promise.all([
    readText(join(folder, NAMES.model)),
    readText(join(folder, NAMES.rules)),
    readText(join(folder, NAMES.tools)),
  ]);
  if (isFinding(model) || isFinding(rules) || isFinding(tools))
    return [model, rules, tools].filter(isFinding);
  const paths = [folder, model.file, rules.file, tools.file].map(async (path) => realpath(path));
  return { model, rules, tools, files: await Promise.all(paths) };
}

function isFinding(read: PolicyText | Finding): read is Finding {
  return "reason" in read;
}

async function readText(file: string): Promise<PolicyText | Finding> {
  try {
    return { file, text: await readFile(file, "utf8") };
  } catch (error) {
    const cause = (error as { readonly code?: unknown }).code;
    const findings = new FileFindings(file);
    const why = typeof cause === "string" ? ` (${cause})` : "";
    const message = `${file} cannot be read${why}: without it nothing can be decided`;
    findings.add({ reason: "file_missing", at: { line: 1, column: 1 }, text: "", message });
    return findings.found[0] as Finding;
  }
}
