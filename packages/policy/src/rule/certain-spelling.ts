import { parseObligations } from "@ambit/core";

import { editsBetween } from "../finding/edits-between.ts";

/** All effects there are. */
export const EFFECTS: readonly string[] = ["allow", "deny"];

const OBLIGATION_WORDS = ["none", "approve", "redact", "alert", "log", "review", "intent"] as const;

/** The effect that a text is one edit away from. */
export function certainEffect(text: string): string | undefined {
  return oneEditAway(text, EFFECTS);
}

/** The obligations that are meant when the kinds of one or more are one edit away from known ones. */
export function certainObligations(text: string): string | undefined {
  const kinds = /(?<=(?:^|\+)\s*)[A-Za-z]+/gu;
  const spelled = text.replace(kinds, (word) => oneEditAway(word, OBLIGATION_WORDS) ?? word);
  return parseObligations(spelled) === undefined ? undefined : spelled;
}

function oneEditAway(text: string, words: readonly string[]): string | undefined {
  const near = words.filter((word) => editsBetween(text, word) <= 1);
  return near.length === 1 ? near[0] : undefined;
}
