const SPECIAL = /[\\^$.*+?()[\]{}|]/u;
/** What may stand behind a character and make it optional. */
const QUANTIFIER = /[*+?{]/u;

/** The text with which all that a regular expression matches must start. */
export interface LiteralRegex {
  readonly text: string;
  /** Whether nothing may follow. */
  readonly whole: boolean;
}

/** Undefined when it is not anchored or has alternatives: then it may match anything. */
export function literalRegex(regex: string): LiteralRegex | undefined {
  if (!regex.startsWith("^") || regex.includes("|")) return undefined;
  let text = "";
  let at = 1;
  for (; at < regex.length; at++) {
    let char = regex.charAt(at);
    // an escaped letter or digit is a class or a reference
    if (char === "\\" && /[^\dA-Za-z]/u.test(regex.charAt(at + 1))) char = regex.charAt(++at);
    else if (SPECIAL.test(char)) break;
    text += char;
  }
  if (QUANTIFIER.test(regex.charAt(at))) return { text: text.slice(0, -1), whole: false };
  return { text, whole: at === regex.length - 1 && regex.charAt(at) === "$" };
}
