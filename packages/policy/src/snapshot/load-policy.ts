import { createHash } from "node:crypto";

import { FileFindings } from "../finding/file-findings.ts";
import type { Finding } from "../finding/finding.ts";
import { PolicyError } from "../finding/policy-error.ts";
import { FUNCTION_NAMES } from "../function/known-functions.ts";
import { functionArities } from "../function/policy-function.ts";
import { lintWhole } from "../lint/lint-whole.ts";
import { readManifest } from "../manifest/read-manifest.ts";
import { readModel } from "../model/read-model.ts";
import { readRules } from "../rule/read-rules.ts";
import { readRows } from "../rule/row.ts";
import type { PolicySource, PolicyTexts } from "../source/policy-source.ts";
import { readSource } from "../source/read-source.ts";
import { argumentFindings } from "./check-arguments.ts";
import { checkEngines, type PolicyOptions } from "./policy-options.ts";
import { toShared } from "./scope.ts";
import type { PolicyParts } from "./policy-parts.ts";
import { type PolicySnapshot, toSnapshot } from "./policy-snapshot.ts";

/**
 * Loads a policy into an immutable snapshot; its files are read once.
 *
 * Rejects with `PolicyError`, which has all findings, when one of them is fatal.
 */
export async function loadPolicy(source: PolicySource, options: PolicyOptions = {}): Promise<PolicySnapshot> {
  return toSnapshot(await loadParts(source, options));
}

/** The parts of which `loadPolicy` makes a snapshot; rejects as it does. */
export async function loadParts(source: PolicySource, options: PolicyOptions): Promise<PolicyParts> {
  checkEngines(options);
  const texts = await readSource(source);
  if (isFindings(texts)) throw new PolicyError(texts, new Map());
  const { findings, parts } = readPolicy(texts, options);
  if (parts === undefined) throw new PolicyError(findings, textsByFile(texts));
  return parts;
}

/** All findings of a policy, fatal or not, in the order of model, rules and tools. */
export async function lintPolicy(
  source: PolicySource,
  options: PolicyOptions = {},
): Promise<readonly Finding[]> {
  const texts = await readSource(source);
  return isFindings(texts) ? texts : readPolicy(texts, options).findings;
}

function readPolicy(
  texts: PolicyTexts,
  options: PolicyOptions,
): {
  readonly findings: readonly Finding[];
  readonly parts?: PolicyParts;
} {
  const functions = functionArities(options.functions ?? {}, FUNCTION_NAMES);
  const modelFindings = new FileFindings(texts.model.file);
  const ruleFindings = new FileFindings(texts.rules.file);
  const toolFindings = new FileFindings(texts.tools.file);
  const model = readModel(texts.model.text, modelFindings, functions);
  const read = model === undefined ? undefined : readRules(texts.rules.text, model, ruleFindings);
  if (model === undefined) readRows(texts.rules.text, ruleFindings);
  const tools = readManifest(texts.tools.text, toolFindings);
  const all = (): readonly Finding[] => [
    ...modelFindings.found,
    ...ruleFindings.found,
    ...toolFindings.found,
  ];
  if (model === undefined || read === undefined || all().some(isFatal)) return { findings: all() };
  const { rows, ...rules } = read;
  const { roles } = toShared(model, rules);
  const whole = { model, modelText: texts.model.text, rules, rows, tools, roles };
  lintWhole(whole, { model: modelFindings, rules: ruleFindings });
  const linted = all();
  if (linted.some(isFatal)) return { findings: linted };
  const { files, rules: text } = texts;
  const version = versionOf(texts);
  const parts = { model, rules, tools, version, files, warnings: linted, options, text };
  const findings = [...linted, ...argumentFindings(parts)];
  return findings.some(isFatal) ? { findings } : { findings, parts: { ...parts, warnings: findings } };
}

function isFatal({ severity }: Finding): boolean {
  return severity === "fatal";
}

/** Twelve hexadecimal digits of the SHA-256 over the three texts, each with its length. */
function versionOf({ model, rules, tools }: PolicyTexts): string {
  const hash = createHash("sha256");
  for (const { text } of [model, rules, tools]) hash.update(`${text.length}\n${text}`);
  return hash.digest("hex").slice(0, 12);
}

function textsByFile(texts: PolicyTexts): ReadonlyMap<string, string> {
  return new Map([texts.model, texts.rules, texts.tools].map(({ file, text }) => [file, text]));
}

function isFindings(read: PolicyTexts | readonly Finding[]): read is readonly Finding[] {
  return Array.isArray(read);
}
