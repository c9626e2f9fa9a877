import { SENSITIVITIES } from "@ambit/core";

import { parseSpan, type Span } from "../../function/span.ts";

/** The text of the narrowest span that holds for all that `text` holds for and for a number; undefined when there is none. */
export function widenedSpan(text: string, value: unknown): string | undefined {
  const span = parseSpan(text);
  if (span === undefined || !isPlace(value)) return undefined;
  return spanText({ from: Math.min(span.from, value), to: Math.max(span.to, value) }, text);
}

/**
 * The text of the widest span within `text` that does not hold for a number; undefined when it would be two spans, or none.
 *
 * A rule for any number does not speak of numbers: it is not narrowed by one.
 */
export function narrowedSpan(text: string, value: unknown): string | undefined {
  const span = parseSpan(text);
  if (span === undefined || !isPlace(value) || span.from === span.to || text === "*") return undefined;
  if (value === Math.max(0, span.from)) return spanText({ from: value + 1, to: span.to }, text);
  return value === span.to ? spanText({ from: span.from, to: value - 1 }, text) : undefined;
}

/** The number in a span that is nearest to another one. */
export function nearestIn(text: string, value: unknown): number | undefined {
  const span = parseSpan(text);
  return span === undefined || !isPlace(value) ? undefined : Math.min(Math.max(value, span.from), span.to);
}

/** The number outside a span that is nearest to one inside; the smaller of two. */
export function nearestOutside(text: string, value: unknown): number | undefined {
  const span = parseSpan(text);
  if (span === undefined || !isPlace(value)) return undefined;
  const below = span.from - 1;
  const above = span.to + 1;
  if (below >= 0 && (value - below <= above - value || above === Infinity)) return below;
  return above === Infinity ? undefined : above;
}

function isPlace(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** In names of sensitivities where the span that it replaces is. */
function spanText({ from, to }: Span, like: string): string {
  const named = /[a-z]/u.test(like);
  const end = (rank: number): string => (named ? (SENSITIVITIES[rank] ?? `${rank}`) : `${rank}`);
  if (to === Infinity) return from <= 0 ? "*" : `${end(from)}..`;
  return from === to ? end(from) : `${end(Math.max(0, from))}..${end(to)}`;
}
