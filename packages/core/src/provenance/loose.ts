/** Letters of other scripts, each before the Latin letter that it looks like. */
const PAIRS =
  "аa вb еe зz іi кk мm нh оo рp сc тt уy хx ѕs јj ԁd ԛq ԝw ӏl һh αa βb γy εe ιi κk νv οo ρp τt υu χx ωw ıi ʟl ɡg ɑa օo ոn սu";
const LOOKS: ReadonlyMap<string, string> = new Map(
  PAIRS.split(" ").map((pair) => [pair.slice(0, -1), pair.slice(-1)]),
);
const LOOKALIKE = new RegExp(`[${[...LOOKS.keys()].join("")}]`, "gu");
const INVISIBLE = /[\p{Cf}\p{Mn}\u115F\u1160\u3164]+/gu;
const SPACES = /[\s\p{Cc}\p{Co}]+/gu;
const PLAIN = /^[\t\n\r\u0020-\u007E]*$/u;
const MAX_GROWTH = 1.2;

/**
 * A text as it is searched for what speaks against a call: look-alikes, invisible characters, accents, case and white space
 * hide nothing. Hardly longer than the text; what is compared with it must be loosened too.
 */
export function loosen(text: string): string {
  const lower = text.toLowerCase();
  if (PLAIN.test(lower)) return lower.replaceAll(/[\t\n\r ]+/gu, " ").trim();
  return unfolded(lower)
    .replaceAll(INVISIBLE, "")
    .toLowerCase()
    .replaceAll(LOOKALIKE, (sign) => LOOKS.get(sign) ?? sign)
    .normalize("NFC")
    .replaceAll(SPACES, " ")
    .trim();
}

/** Accents and letters apart, and wide, mathematical and joined letters as plain ones; where that is no way to bloat an index. */
function unfolded(text: string): string {
  const apart = text.normalize("NFKD");
  if (apart.length <= text.length * MAX_GROWTH || apart.normalize("NFC").length <= text.length * MAX_GROWTH)
    return apart;
  return Array.from(text, narrower).join("");
}

function narrower(sign: string): string {
  const apart = sign.normalize("NFKD");
  return apart.length <= Math.max(sign.length, 1) ? apart : sign;
}
