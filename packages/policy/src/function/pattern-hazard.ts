import { isIP } from "node:net";

import type { CodeName } from "@ambit/core";

import { isSlowRegex } from "./slow-regex.ts";

type Severity = "fatal" | "warning";

/** What a readable pattern does besides what it seems to do. */
export interface Hazard {
  readonly reason: Extract<
    CodeName,
    "pattern_bypass" | "pattern_unanchored" | "pattern_slow" | "condition_invalid"
  >;
  readonly message: string;
  /** How bad it is in a rule that allows and in one that denies; undefined where it does no harm. */
  readonly allow: Severity | undefined;
  readonly deny: Severity | undefined;
  readonly suggestion?: string;
}

/** The hazards of a text that the policy hands to one of casbin's matching functions. */
export function patternHazards(name: string, text: string): readonly Hazard[] {
  switch (name) {
    case "keyMatch":
      return keyMatchHazards(text);
    case "keyMatch2":
      return [...rewrittenHazards(text, /:[^/]+/gu), ...belowHazards(text)];
    case "keyMatch3":
      return [...rewrittenHazards(text, /\{[^/]+\}/gu), ...belowHazards(text)];
    case "keyMatch4":
      return [...repeatedHazards(text), ...rewrittenHazards(text, /\{[^/]+\}/gu), ...belowHazards(text)];
    case "keyMatch5":
      return [...queryHazards(text), ...rewrittenHazards(text, /\{[^/]+\}/gu), ...belowHazards(text)];
    case "regexMatch":
      return [...slowHazards(text, text), ...anchorHazards(text)];
    case "globMatch":
      return globMatchHazards(text);
    case "ipMatch":
      return ipHazards(text);
    default:
      return [];
  }
}

function keyMatchHazards(text: string): readonly Hazard[] {
  const star = text.indexOf("*");
  const ignored = star < 0 ? "" : text.slice(star + 1);
  if (ignored === "") return belowHazards(text);
  const message = `keyMatch ignores all that follows the first star, "${ignored}": "${text}" means "${text.slice(0, star + 1)}"`;
  return [{ reason: "pattern_bypass", message, allow: "fatal", deny: "warning" }];
}

/** `/x/*` does not match `/x`: a deny of what is below spares the thing itself. */
function belowHazards(text: string): readonly Hazard[] {
  const above = /^(.*[^/:])\/\*$/u.exec(text)?.[1];
  if (above === undefined) return [];
  const message = `"${text}" does not match "${above}" itself: deny that too`;
  return [{ reason: "pattern_bypass", message, allow: undefined, deny: "warning" }];
}

/** Casbin makes a regular expression of the pattern and leaves as they are all characters that mean something there. */
function rewrittenHazards(text: string, placeholder: RegExp): readonly Hazard[] {
  const regex = `^${text.replaceAll("/*", "/.*").replaceAll(placeholder, "[^/]+")}$`;
  const literal = text.replaceAll("/*", "/").replaceAll(placeholder, "");
  const found = slowHazards(regex, text);
  if (literal.includes("|")) {
    const message = `"|" splits the pattern: one half matches whatever starts so, the other whatever ends so`;
    return [...found, { reason: "pattern_bypass", message, allow: "fatal", deny: "warning" }];
  }
  const special = /[*+?()[\]^$\\{}]/u.exec(literal)?.[0];
  if (special !== undefined) {
    const message = `"${special}" is read as part of a regular expression, not as itself`;
    return [...found, { reason: "pattern_bypass", message, allow: "warning", deny: "warning" }];
  }
  if (!literal.includes(".")) return found;
  const message = `"." matches any character: "${text}" matches "${text.replace(".", "X")}" too`;
  return [...found, { reason: "pattern_bypass", message, allow: "warning", deny: undefined }];
}

/** Once a name stands twice, casbin compares all names with the first. */
function repeatedHazards(text: string): readonly Hazard[] {
  if (/[()]/u.test(text)) {
    const message = `"${text}" has brackets, which casbin counts as placeholders: it would throw for every call`;
    return [{ reason: "condition_invalid", message, allow: "fatal", deny: "fatal" }];
  }
  const names = text.match(/\{[^/]+?\}/gu) ?? [];
  const different = new Set(names).size;
  if (different === names.length || different === 1) return [];
  const message = "a name stands twice beside another one: casbin would want all of them to be equal";
  return [{ reason: "pattern_bypass", message, allow: "warning", deny: "fatal" }];
}

function queryHazards(text: string): readonly Hazard[] {
  if (!/^https?:/u.test(text)) return [];
  const message = "keyMatch5 cuts the query off: every query is allowed";
  return [{ reason: "pattern_bypass", message, allow: "warning", deny: undefined }];
}

function slowHazards(regex: string, text: string): readonly Hazard[] {
  if (!isSlowRegex(regex)) return [];
  const message = `"${text}" takes far more than linear time on some resources of 4 KB: one call could stop the process`;
  return [{ reason: "pattern_slow", message, allow: "fatal", deny: "fatal" }];
}

/** Casbin looks for a regular expression anywhere in the text. */
function anchorHazards(text: string): readonly Hazard[] {
  if (alternativesOf(text).every(isAnchored)) return [];
  const message = `"${text}" may match in the middle of a text: whatever contains it is allowed`;
  const suggestion = `^(?:${text.replace(/^\^/u, "").replace(/(?<!\\)\$$/u, "")})$`;
  return [{ reason: "pattern_unanchored", message, allow: "warning", deny: undefined, suggestion }];
}

function isAnchored(regex: string): boolean {
  return /^(?:\^|\.\*)/u.test(regex) && /(?:(?<!\\)\$|(?<!\\)\.\*)$/u.test(regex);
}

/** The alternatives outside brackets. */
function alternativesOf(regex: string): readonly string[] {
  const alternatives: string[] = [""];
  let depth = 0;
  for (const [part] of regex.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|./gsu)) {
    depth += part === "(" ? 1 : part === ")" ? -1 : 0;
    if (part === "|" && depth === 0) alternatives.push("");
    else alternatives[alternatives.length - 1] += part;
  }
  return alternatives;
}

/** Stars within one segment of which each may match anything; casbin's glob matcher tries all ways. */
const MOST_STARS = 2;
const MOST_BRACES = 4;

function globMatchHazards(text: string): readonly Hazard[] {
  const found: Hazard[] = [];
  const stars = text.split("/").map((segment) => (segment === "**" ? 0 : segment.split("*").length - 1));
  const braces = text.split("{").length - 1;
  const repeated = /[*+]\([^)]*[*+?@!]\(|\{[^{}]*\.\.[^{}]*\}/u.test(text);
  if (Math.max(...stars) > MOST_STARS || braces > MOST_BRACES || repeated) {
    const message = `"${text}" has too many stars or braces: on some resources one call could stop the process`;
    found.push({ reason: "pattern_slow", message, allow: "fatal", deny: "fatal" });
  }
  if (text.startsWith("!") && !text.startsWith("!(")) {
    const message = `"!" turns the pattern round: it matches whatever "${text.slice(1)}" does not`;
    found.push({ reason: "pattern_bypass", message, allow: "fatal", deny: "warning" });
  } else if (text.startsWith("#")) {
    const message = `"#" makes the pattern a comment: it matches nothing`;
    found.push({ reason: "pattern_bypass", message, allow: "warning", deny: "fatal" });
  } else if (text.includes("*") || text.includes("?")) {
    const message = `in "${text}" a star matches no name that starts with a dot: deny those too`;
    found.push({ reason: "pattern_bypass", message, allow: undefined, deny: "warning" });
  }
  return found;
}

function ipHazards(text: string): readonly Hazard[] {
  const [address = "", mask, ...more] = text.split("/");
  const version = isIP(address);
  const longest = version === 4 ? 32 : 128;
  const masked = mask === undefined || (/^\d{1,3}$/u.test(mask) && Number(mask) <= longest);
  if (version === 0 || !masked || more.length > 0) {
    const message = `"${text}" is no address and no network: casbin would throw for every call, or take a wrong mask`;
    return [{ reason: "condition_invalid", message, allow: "fatal", deny: "fatal" }];
  }
  if (version === 6) return [];
  const message = `an address written as ::ffff:${address} is not in "${text}": deny ::ffff:0:0/96 too`;
  return [{ reason: "pattern_bypass", message, allow: undefined, deny: "warning" }];
}
