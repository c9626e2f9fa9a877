import { newModelFromString } from "casbin";
import { readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";

import { FileFindings } from "../finding/file-findings.ts";
import type { Finding } from "../finding/finding.ts";
import { modelText } from "./model-text.ts";
import type { CasbinPolicy, PolicySource, PolicyText, PolicyTexts, WrittenPolicy } from "./policy-source.ts";
import { readAdapter } from "./read-adapter.ts";

const NAMES = { model: "model.conf", rules: "rules.csv", tools: "tools.yaml" } as const;

/** Reads the three texts of a policy, or says what cannot be read. */
export async function readSource(source: PolicySource): Promise<PolicyTexts | readonly Finding[]> {
  if ("folder" in source) return readFolder(source.folder);
  if ("adapter" in source) return readCasbin(source);
  const { model, rules, tools } = source;
  if (typeof model !== "string" || typeof rules !== "string")
    throw new TypeError("model and rules must be texts");
  return textsOf({ model, rules, tools });
}

function textsOf({ model, rules, tools }: WrittenPolicy): PolicyTexts {
  return {
    model: { file: NAMES.model, text: model },
    rules: { file: NAMES.rules, text: rules },
    tools: { file: NAMES.tools, text: typeof tools === "string" ? tools : stringify(tools) },
    files: [],
  };
}

/** Rules that cannot be loaded are a finding, as a file that cannot be read is one. */
async function readCasbin({
  model,
  adapter,
  tools,
}: CasbinPolicy): Promise<PolicyTexts | readonly Finding[]> {
  const text = typeof model === "string" ? model : modelText(model);
  // a model that casbin cannot read has findings of its own, and better ones
  if (!isReadable(text)) return textsOf({ model: text, rules: "", tools });
  try {
    return textsOf({ model: text, rules: await readAdapter(adapter, text), tools });
  } catch (error) {
    const findings = new FileFindings(NAMES.rules);
    const why = error instanceof Error ? error.message : "unknown";
    const message = `the adapter could not load the rules: ${why}`;
    findings.add({ reason: "file_missing", at: { line: 1, column: 1 }, text: "", message });
    return findings.found;
  }
}

function isReadable(model: string): boolean {
  try {
    newModelFromString(model);
    return true;
  } catch {
    return false;
  }
}

async function readFolder(folder: string): Promise<PolicyTexts | readonly Finding[]> {
  if (typeof folder !== "string" || folder === "") throw new TypeError("folder must be a path");
  const first = await readTexts(folder);
  const second = await readTexts(folder);
  // read twice alike, all files had these contents between the two: they are of one moment
  const torn = second.filter((text, index) => !isFinding(text) && text.text !== textOf(first[index]));
  if (torn.length > 0) return torn.map(({ file }) => tornFinding(file));
  const [model, rules, tools] = second;
  if (isFinding(model) || isFinding(rules) || isFinding(tools)) return second.filter(isFinding);
  const paths = [folder, model.file, rules.file, tools.file].map(async (path) => realpath(path));
  return { model, rules, tools, files: await Promise.all(paths) };
}

type Read = PolicyText | Finding;

function readTexts(folder: string): Promise<[Read, Read, Read]> {
  return Promise.all([
    readText(join(folder, NAMES.model)),
    readText(join(folder, NAMES.rules)),
    readText(join(folder, NAMES.tools)),
  ]);
}

function textOf(read: Read | undefined): string | undefined {
  return read === undefined || isFinding(read) ? undefined : read.text;
}

function tornFinding(file: string): Finding {
  const findings = new FileFindings(file);
  const message = `${file} changed while the policy was read: its files could be of different versions`;
  findings.add({ reason: "policy_torn", at: { line: 1, column: 1 }, text: "", message });
  return findings.found[0] as Finding;
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
