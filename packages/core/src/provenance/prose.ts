import { loosen } from "./loose.ts";
import { isTelling } from "./words.ts";

/** What makes a word longer; scripts that are written without spaces do not. */
const WORD =
  /(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}])[\p{L}\p{N}]/u;
/** A passage of this length does not stand in another text by chance, wherever in a word it begins. */
const TELLING_PASSAGE = 12;
/** Long digits and accounts, which people write in groups. */
const GROUPABLE = /^\+?(?:\d{7,34}|[a-z]{2}\d{2}[a-z0-9]{11,30})$/u;

/** Looks for a value in one loosened text. */
export type Sought = (prose: string) => boolean;

/** Finds a value in prose, wherever it is no part of another word; undefined for one that may stand there by chance. */
export function soughtValue(form: string): Sought | undefined {
  const loose = loosen(form);
  if (!isTelling(loose)) return undefined;
  if (!GROUPABLE.test(loose)) return (prose) => standsIn(prose, loose);
  const signs = Array.from(loose, (sign) => (sign === "+" ? String.raw`\+` : sign));
  const grouped = new RegExp(`(?<!${WORD.source})${signs.join("[ .()-]?")}(?!${WORD.source})`, "u");
  return (prose) => standsIn(prose, loose) || grouped.test(prose);
}

/** Whether a loosened text stands in loosened prose between other signs than letters and digits. */
export function standsIn(prose: string, loose: string): boolean {
  for (let at = prose.indexOf(loose); at >= 0; at = prose.indexOf(loose, at + 1)) {
    const isStart = !WORD.test(loose.charAt(0)) || !WORD.test(prose.charAt(at - 1));
    const after = at + loose.length;
    if (isStart && (!WORD.test(loose.charAt(loose.length - 1)) || !WORD.test(prose.charAt(after))))
      return true;
  }
  return false;
}

/** Whether a loosened passage is repeated from loosened prose. */
export function repeatsFrom(prose: string, passage: string): boolean {
  return passage.length >= TELLING_PASSAGE ? prose.includes(passage) : standsIn(prose, passage);
}
