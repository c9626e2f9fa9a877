import { loosen } from "./loose.ts";
import { isTelling } from "./words.ts";

const MAX_RUNS = 100;
const BASE64 = /[A-Za-z0-9+/_-]{8,}/gu;
const HEX = /(?:[0-9a-f]{2}[ :-]?){4,}/giu;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** A secret as it is sought: without white space and separators. Undefined when it is too short to be told from chance. */
export function secretOf(value: number | string): string | undefined {
  const dense = densely(String(value));
  return isTelling(dense) ? dense : undefined;
}

/** Whether a text holds one of the secrets: as it is, spaced out, backwards, in base64, in hex or percent-encoded. */
export function holdsSecret(text: string, secrets: Iterable<string>): boolean {
  const readings = readingsOf(text).map(densely);
  for (const secret of secrets) {
    const backwards = Array.from(secret).toReversed().join("");
    if (readings.some((reading) => reading.includes(secret) || reading.includes(backwards))) return true;
  }
  return false;
}

function readingsOf(text: string): readonly string[] {
  const readings = [
    text,
    text.replaceAll(/%([0-9a-f]{2})/giu, (_, hex: string) => byte(Number.parseInt(hex, 16))),
  ];
  for (const [run] of [...text.matchAll(BASE64)].slice(0, MAX_RUNS)) {
    // a run may begin in the middle of a group
    for (let skip = 0; skip < 4; skip++) readings.push(fromBase64(run.slice(skip)));
  }
  for (const [run] of [...text.matchAll(HEX)].slice(0, MAX_RUNS)) {
    const digits = run.replaceAll(/[ :-]/gu, "");
    readings.push(digits.replaceAll(/../gu, (hex) => byte(Number.parseInt(hex, 16))));
  }
  return readings;
}

function fromBase64(run: string): string {
  let bits = 0;
  let held = 0;
  let text = "";
  for (const sign of run) {
    const value = LETTERS.indexOf(sign === "-" ? "+" : sign === "_" ? "/" : sign);
    bits = ((bits << 6) | value) & 0xff_ff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    text += byte((bits >> held) & 0xff);
  }
  return text;
}

function byte(code: number): string {
  return String.fromCodePoint(code);
}

function densely(text: string): string {
  return loosen(text).replaceAll(/[^\p{L}\p{N}]+/gu, "");
}
