import { compileCondition } from "../condition/condition.ts";
import { ConditionError } from "../condition/condition-error.ts";
import { canonicalGlob } from "./canonical-glob.ts";
import { compileGlob } from "./glob.ts";
import { parseSpan } from "./span.ts";

/** What is wrong with a text that the policy hands to a function of the matcher; undefined when nothing is. */
export function patternFault(name: string, text: string): ConditionError | undefined {
  try {
    check(name, text);
    return undefined;
  } catch (error) {
    return error instanceof ConditionError ? error : new ConditionError("unreadable pattern", text);
  }
}

function check(name: string, text: string): void {
  switch (name) {
    case "span":
      if (parseSpan(text) !== undefined) return;
      throw new ConditionError(`"${text}" is no span: write *, 3, 0..2, 4.. or names of sensitivities`, text);
    case "glob":
      checkGlob(text);
      return;
    case "when":
      compileCondition(text);
      return;
    case "regexMatch":
      checkRegex(text, text);
      return;
    case "keyMatch2":
    case "keyGet2":
      checkRewrite(text, "/:", /(.*):[^/]+(.*)/gu);
      return;
    case "keyMatch3":
    case "keyMatch4":
    case "keyMatch5":
      checkRewrite(text, "/{", /(.*)\{[^/]+\}(.*)/gu);
      return;
    default:
      return;
  }
}

function checkGlob(text: string): void {
  if (compileGlob(text) === undefined)
    throw new ConditionError(`"${text}" is no pattern: ** is a whole segment, * is within one`, text);
  const canonical = canonicalGlob(text);
  if (canonical === text) return;
  throw new ConditionError(
    `"${text}" is not as canonical resources are spelled: no call could meet it, and a deny would deny NOTHING`,
    text,
    canonical,
  );
}

/** Casbin replaces placeholders until there is none: one that it cannot replace would hang the process. */
function checkRewrite(text: string, sign: string, placeholder: RegExp): void {
  let pattern = text.replaceAll("/*", "/.*");
  while (pattern.includes(sign)) {
    const next = pattern.replace(placeholder, "$1[^/]+$2");
    if (next === pattern)
      throw new ConditionError(`"${text}" has a placeholder without a name: casbin would hang`, text);
    pattern = next;
  }
  checkRegex(pattern === "*" ? "(.*)" : `^${pattern}$`, text);
}

function checkRegex(pattern: string, text: string): void {
  try {
    RegExp(pattern);
  } catch {
    throw new ConditionError(
      `"${text}" gives no regular expression: casbin would throw for every call`,
      text,
    );
  }
}
