const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a text like `30s`, `5m`, `2h`; undefined if it is none. */
export function parseDuration(text: unknown): number | undefined {
  if (typeof text !== "string") return undefined;
  const match = /^(\d{1,9})(ms|s|m|h|d)$/u.exec(text);
  if (match === null) return undefined;
  const duration = Number(match[1]) * (UNIT_MS[match[2] ?? ""] ?? Number.NaN);
  return duration > 0 ? duration : undefined;
}
