import type { Obligation } from "./obligation.ts";

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_.[\]*-]*$/u;
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * Reads the obligations of a rule: `none`, or several joined by `+`; undefined when any is unknown.
 *
 * @example parseObligations("approve:finance;ttl:15m + log:full")
 */
export function parseObligations(text: string): readonly Obligation[] | undefined {
  const trimmed = text.trim();
  if (trimmed === "none" || trimmed === "") return [];
  const obligations: Obligation[] = [];
  for (const part of trimmed.split("+")) {
    const obligation = parseObligation(part.trim());
    if (obligation === undefined) return undefined;
    obligations.push(obligation);
  }
  return obligations;
}

function parseObligation(text: string): Obligation | undefined {
  switch (text) {
    case "log:full":
    case "review:after":
    case "intent:fresh":
      return { kind: text };
    default:
      return parseWithName(text);
  }
}

function parseWithName(text: string): Obligation | undefined {
  const [head = "", ...options] = text.split(";");
  const [kind, name, ...rest] = head.split(":");
  if (name === undefined || rest.length > 0 || !NAME.test(name)) return undefined;
  if (kind === "approve") return parseApprove(name, options);
  if (options.length > 0) return undefined;
  if (kind === "redact") return { kind, field: name };
  if (kind === "alert") return { kind, channel: name };
  return undefined;
}

function parseApprove(role: string, options: readonly string[]): Obligation | undefined {
  if (options.length === 0) return { kind: "approve", role };
  const match = /^(?:ttl:)?(\d{1,6})([smhd]?)$/u.exec(options[0] ?? "");
  if (options.length > 1 || match === null) return undefined;
  const ttlSeconds = Number(match[1]) * (UNIT_SECONDS[match[2] ?? ""] ?? 1);
  return ttlSeconds > 0 ? { kind: "approve", role, ttlSeconds } : undefined;
}
