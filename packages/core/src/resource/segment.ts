/** Separators, control characters, line ends, and what another decoding would turn into a character. */
const AMBIGUOUS = /[/\\\p{Cc}\p{Zl}\p{Zp}]|%[0-9a-f]{2}/iu;
/** Characters that stand for themselves in a canonical segment: RFC 3986 `pchar` without `*`, which patterns use. */
const PLAIN = /^[\w.~!$&'()+,;=:@-]*$/u;

/** Whether a decoded segment names one thing: not empty, no dot segment, no separator however it is encoded. */
export function isSegment(text: string): boolean {
  return text !== "" && text !== "." && text !== ".." && !AMBIGUOUS.test(text);
}

/** The canonical spelling of a decoded segment; undefined when it is ambiguous or not well-formed Unicode. */
export function encodeSegment(text: string): string | undefined {
  if (!isSegment(text)) return undefined;
  if (PLAIN.test(text)) return text;
  try {
    return Array.from(text, encodeCharacter).join("");
  } catch {
    return undefined; // a lone surrogate
  }
}

/** The canonical spelling of an encoded segment: decoded once, judged, encoded again. */
export function canonicalSegment(text: string): string | undefined {
  try {
    return encodeSegment(decodeURIComponent(text));
  } catch {
    return undefined; // not percent-encoding
  }
}

function encodeCharacter(character: string): string {
  if (PLAIN.test(character)) return character;
  return character === "*" ? "%2A" : encodeURIComponent(character);
}

/** Canonical segments joined by `/`; undefined when one of them is not valid. */
export function joinSegments(
  segments: readonly string[],
  spell: (segment: string) => string | undefined,
): string | undefined {
  const spelled = segments.map(spell);
  return spelled.includes(undefined) ? undefined : spelled.join("/");
}
