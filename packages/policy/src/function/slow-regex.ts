import { isSafePattern } from "redos-detector";

/** What is looked at before an expression counts as slow: steps and not time, the same on every machine. */
const LIMITS = { maxSteps: 1000, maxScore: 200, downgradePattern: true } as const;
/** A character class that ends at the very character that follows, or the text; and a last `.*`: no second way to match. */
const DELIMITED = /\[\^(.)\][+*](?=\1|\$?$)|\.\*\$?$/gu;

/** Whether matching a text with a regular expression may take more than about quadratic time in the text's length. */
export function isSlowRegex(pattern: string): boolean {
  const rest = pattern.replaceAll(/\\./gsu, "_").replaceAll(DELIMITED, "");
  const quantifiers = rest.match(/[*+{]|(?<![(*+?}])\?/gu)?.length ?? 0;
  const group = /\)[*+?{]/u.test(rest);
  const reference = /\\[1-9k]/u.test(pattern);
  if (quantifiers < 3 && !group && !reference) return false;
  const anchored = pattern.replace(/^\^\.\*|^\.\*/u, "^");
  const { safe } = isSafePattern(anchored, LIMITS);
  return !safe;
}
