/** Free text in a record: a digest and at most 120 masked characters, or the whole text when recording in full. */
export interface RecordedText {
  /** `sha256:<hex>` of the whole text. */
  readonly digest: string;
  readonly shown: string;
}

const SHOWN = 120;
/** Enough to see that a token which begins in the shown part is long enough to be masked. */
const READ = 300;
/** A word of so many characters may be a key. */
const LONG = 20;
const SECRET_LIKE = /[A-Za-z0-9+/_=-]{20,}|\b\d{6,}\b|[\w.+-]+@[\w-]+\.[\w.-]+/gu;

/** The shortest thing that is masked, of characters of which words and numbers are made, too. */
const SHORTEST = 6;

/** A cheap first look, since most texts hold nothing of the kind: an `@`, many digits in a row, or a very long word. */
function hasSecretLike(text: string): boolean {
  let digits = 0;
  let word = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 64) return true;
    const isDigit = code >= 48 && code <= 57;
    digits = isDigit ? digits + 1 : 0;
    word = isDigit || isWordLike(code) ? word + 1 : 0;
    if (digits === SHORTEST || word === LONG) return true;
  }
  return false;
}

/** `A-Z a-z + / _ = -` */
function isWordLike(code: number): boolean {
  const lower = code | 32;
  if (lower >= 97 && lower <= 122) return true;
  return code === 43 || code === 45 || code === 47 || code === 61 || code === 95;
}

/** Masks what looks like a key, a number of 6 and more digits or an e-mail address, and cuts at 120 characters. */
export function maskText(text: string): string {
  const read = text.slice(0, READ);
  const masked = hasSecretLike(read) ? read.replace(SECRET_LIKE, "▒▒▒") : read;
  return masked.length > SHOWN || text.length > READ ? `${masked.slice(0, SHOWN - 1)}…` : masked;
}
