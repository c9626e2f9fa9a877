/** Free text in a record: a digest and at most 120 masked characters, or the whole text when recording in full. */
export interface RecordedText {
  /** `sha256:<hex>` of the whole text. */
  readonly digest: string;
  readonly shown: string;
}

const SHOWN = 120;
/** Enough to see that a token which begins in the shown part is long enough to be masked. */
const READ = 300;
const SECRET_LIKE = /[A-Za-z0-9+/_=-]{20,}|\b\d{6,}\b|[\w.+-]+@[\w-]+\.[\w.-]+/gu;

/** Masks what looks like a key, a number of 6 and more digits or an e-mail address, and cuts at 120 characters. */
export function maskText(text: string): string {
  const masked = text.slice(0, READ).replace(SECRET_LIKE, "▒▒▒");
  return masked.length > SHOWN || text.length > READ ? `${masked.slice(0, SHOWN - 1)}…` : masked;
}
