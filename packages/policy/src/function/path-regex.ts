/** The functions of casbin that turn a pattern into one regular expression. */
export const REGEX_FUNCTIONS = ["keyMatch2", "keyMatch3", "regexMatch"] as const;

export type RegexFunction = (typeof REGEX_FUNCTIONS)[number];

const PLACEHOLDERS = {
  keyMatch2: { sign: "/:", form: /(.*):[^/]+(.*)/gu },
  keyMatch3: { sign: "/{", form: /(.*)\{[^/]+\}(.*)/gu },
} as const;

/**
 * The regular expression that casbin makes of a pattern.
 *
 * Undefined for a pattern that would keep casbin replacing placeholders for ever; the linter refuses it.
 */
export function pathRegex(name: RegexFunction, pattern: string): string | undefined {
  if (name === "regexMatch") return pattern;
  const { sign, form } = PLACEHOLDERS[name];
  let text = pattern.replaceAll("/*", "/.*");
  while (text.includes(sign)) {
    const next = text.replace(form, "$1[^/]+$2");
    if (next === text) return undefined;
    text = next;
  }
  return text === "*" && name === "keyMatch2" ? "^(.*)$" : `^${text}$`;
}
