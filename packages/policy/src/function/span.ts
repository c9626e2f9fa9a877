import { parseSensitivity, sensitivityRank } from "@ambit/core";

/** A range of whole numbers, both ends included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const WRITTEN = /^(\d{1,9}|[a-z]+)(\.\.(\d{1,9}|[a-z]+)?)?$/u;
const ALL: Span = { from: -Infinity, to: Infinity };

/** Reads `*`, `3`, `0..2`, `4..` or the same with names of sensitivities; undefined for anything else. */
export function parseSpan(text: string): Span | undefined {
  if (text === "*") return ALL;
  const match = WRITTEN.exec(text);
  if (match === null) return undefined;
  const from = rank(match[1]);
  const to = match[2] === undefined ? from : match[3] === undefined ? Infinity : rank(match[3]);
  return from === undefined || to === undefined || to < from ? undefined : { from, to };
}

/** Whether a number lies in a span; throws on anything but a finite number, unless the span is `*`. */
export function inSpan(value: unknown, span: Span): boolean {
  if (span === ALL) return true;
  if (typeof value !== "number" || !Number.isFinite(value)) throw new TypeError("span needs a finite number");
  return value >= span.from && value <= span.to;
}

function rank(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d/u.test(text)) return Number(text);
  const sensitivity = parseSensitivity(text);
  return sensitivity === undefined ? undefined : sensitivityRank(sensitivity);
}
