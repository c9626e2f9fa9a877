import type { FileFindings } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { type Definition, placeIn } from "./definition.ts";
import { DENY_ONLY, EDGE_TOKENS, EFFECTS, REQUEST_TOKENS, RULE_COLUMNS } from "./vocabulary.ts";

/** Checks the tokens of a request definition. */
export function lintRequest(definition: Definition, findings: FileFindings): void {
  const tokens = tokensOf(definition);
  const vocabulary: readonly string[] = definition.key === "r" ? REQUEST_TOKENS : EDGE_TOKENS;
  for (const [index, token] of tokens.entries()) {
    const twice = tokens.indexOf(token) !== index;
    if (vocabulary.some((known) => known === token) && !twice) continue;
    findings.add({
      reason: "token_unknown",
      at: placeIn(definition, token),
      text: token,
      message: twice
        ? `request token "${token}" stands twice`
        : `request token "${token}" is unknown: nothing could supply it, and every call would be denied`,
      suggestion: twice ? undefined : nearestWord(token, vocabulary),
    });
  }
}

/** Checks the columns of a rule definition: each is read by the matcher or has a meaning of its own. */
export function lintColumns(definition: Definition, read: ReadonlySet<string>, findings: FileFindings): void {
  const tokens = tokensOf(definition);
  // an edge carries or does not: what an obligation would demand of it, nothing could meet
  const own: readonly string[] =
    definition.key === "p" ? RULE_COLUMNS : RULE_COLUMNS.filter((name) => name !== "obl");
  for (const [index, token] of tokens.entries()) {
    const twice = tokens.indexOf(token) !== index;
    const used = own.includes(token) || read.has(`${definition.key}_${token}`);
    if (used && !twice) continue;
    const message = twice
      ? `column "${token}" stands twice`
      : `column "${token}" is read by no matcher and has no meaning of its own: what stands in it would be IGNORED`;
    const suggestion = twice
      ? undefined
      : nearestWord(
          token,
          own.filter((name) => !tokens.includes(name)),
        );
    findings.add({
      reason: "token_unknown",
      at: placeIn(definition, token),
      text: token,
      message,
      suggestion,
    });
  }
}

/** Checks a role definition and returns the number of its names. */
export function lintRole(definition: Definition, findings: FileFindings): number {
  const names = definition.value.split(",").map((name) => name.trim());
  const plain = names.every((name) => name === "_");
  if (!plain || names.length < 2 || names.length > 3) {
    const message = "a role definition is _, _ or, with domains, _, _, _";
    findings.add({ reason: "model_invalid", at: placeIn(definition, ""), text: definition.value, message });
  }
  return names.length;
}

/** Checks a policy effect; `escaped` is casbin's form of it. */
export function lintEffect(definition: Definition, escaped: string, findings: FileFindings): void {
  if (EFFECTS.includes(escaped)) return;
  const denyOnly = escaped === DENY_ONLY;
  const written = EFFECTS.map((effect) => effect.replaceAll("p_eft", "p.eft"));
  findings.add({
    reason: denyOnly ? "effect_allows" : "model_invalid",
    at: placeIn(definition, ""),
    text: definition.value,
    message: denyOnly
      ? "the policy effect allows what no rule mentions: an unknown agent would be ALLOWED"
      : "the policy effect is unknown: casbin would throw for every call",
    suggestion: denyOnly ? written[1] : nearestWord(definition.value, written),
  });
}

/** The tokens of a definition, without white space. */
export function tokensOf(definition: Definition): readonly string[] {
  return definition.value.split(",").map((token) => token.trim());
}
