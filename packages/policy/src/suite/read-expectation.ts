import { CODES, type CodeName, parseObligations, printObligation } from "@ambit/core";

import type { Reading } from "./reading.ts";
import type { Expectation } from "./suite.ts";
import type { WrittenExpect } from "./written-suite.ts";
import type { Path } from "./yaml-file.ts";

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Reads what a decision must be. */
export function readExpectation(written: WrittenExpect, path: Path, reading: Reading): Expectation {
  const { decision, approvers, rule } = written;
  const reasons = readReasons(written, path, reading);
  const ttlSeconds = readTtl(written, path, reading);
  const obligations = readObligations(written, path, reading);
  return {
    decision,
    ...(reasons === undefined ? {} : { reasons }),
    ...(approvers === undefined ? {} : { approvers: approvers.map((role) => role.replace(/^role:/u, "")) }),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(obligations === undefined ? {} : { obligations }),
    ...(rule === undefined ? {} : { rules: listOf(rule) }),
  };
}

function readReasons(
  { decision, reason, approvers, ttl }: WrittenExpect,
  path: Path,
  reading: Reading,
): readonly CodeName[] | undefined {
  if (reason !== undefined && decision !== "deny")
    reading.refuse([...path, "reason"], "only a deny has a reason");
  if ((approvers ?? ttl) !== undefined && decision !== "ask")
    reading.refuse(path, "only an ask has approvers and a ttl");
  if (reason !== undefined) return listOf(reason).flatMap((text) => reasonNamed(text, path, reading) ?? []);
  if (decision !== "deny") return undefined;
  reading.findings.add({
    reason: "suite_reason_missing",
    severity: "warning",
    at: reading.yaml.keyAt(path, "decision"),
    text: "deny",
    message: "a deny for another reason would pass too: assert the reason",
  });
  return undefined;
}

function reasonNamed(text: string, path: Path, reading: Reading): CodeName | undefined {
  const found = Object.entries(CODES).find(([name, { code }]) => name === text || code === text);
  if (found !== undefined) return found[0] as CodeName;
  const known = Object.entries(CODES).flatMap(([name, { code }]) => (text.startsWith("AMBIT") ? code : name));
  reading.refuse([...path, "reason"], `there is no code or reason "${text}"`, { text, known });
  return undefined;
}

function readTtl({ ttl }: WrittenExpect, path: Path, reading: Reading): number | undefined {
  if (ttl === undefined) return undefined;
  const match = /^(\d{1,6})([smhd])$/u.exec(ttl);
  if (match === null) reading.refuse([...path, "ttl"], "a ttl is written 30s, 10m, 2h or 1d", { text: ttl });
  return match === null ? undefined : Number(match[1]) * (UNIT_SECONDS[match[2] ?? ""] ?? Number.NaN);
}

function readObligations(
  { obligations }: WrittenExpect,
  path: Path,
  reading: Reading,
): readonly string[] | undefined {
  return obligations?.flatMap((text, index) => {
    const parsed = parseObligations(text);
    if (parsed === undefined)
      reading.refuse([...path, "obligations", index], `"${text}" is no obligation`, { text });
    return (parsed ?? []).map(printObligation);
  });
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
