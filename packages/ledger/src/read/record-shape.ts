import type { AmbitRecord } from "@ambit/core";
import type { ChainedRecord } from "../chain/chained-record.ts";

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string";
const number: Check = (value) => typeof value === "number";
const flag: Check = (value) => typeof value === "boolean";
const object: Check = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const recordedText: Check = (value) => members(value, { digest: text, shown: text });
const rule: Check = (value) => members(value, { id: text, at: optional(text), text, effect: text });
const rules: Check = (value) => Array.isArray(value) && value.every(rule);
const clauses: Check = (value) =>
  Array.isArray(value) && value.every((clause) => members(clause, { text, holds: flag }));
const nearest: Check = (value) => members(value, { principal: text, rule, clauses });
const engineAnswer: Check = (value) =>
  members(value, { effect: text, named: optional(text), matched: texts, obliging: texts });
const difference: Check = (value) =>
  members(value, { principal: text, resource: text, compiled: engineAnswer, casbin: engineAnswer });
const refusedBy: Check = (value) => members(value, { edge: text, what: text });

/** The members that readers rely on, per type of record. */
const SHAPES: Readonly<Record<AmbitRecord["type"], Readonly<Record<string, Check>>>> = {
  opened: { subject: text, roles: texts, purpose: text, goal: recordedText, policy: text, frame: text },
  intent: {
    frame: text,
    step: text,
    source: text,
    purpose: text,
    goal: recordedText,
    tools: optional(texts),
    resources: optional(texts),
    refused: optional(text),
  },
  edge: {
    edge: text,
    frame: text,
    from: text,
    actors: texts,
    removed: texts,
    refused: optional(text),
    detail: optional(text),
  },
  decision: {
    decision: text,
    frame: text,
    subject: text,
    actors: texts,
    tool: text,
    attempt: number,
    siblings: number,
    effect: text,
    stage: text,
    reason: optional(text),
    resources: optional(texts),
    matched: optional(rules),
    nearest: optional(nearest),
    difference: optional(difference),
    obligations: optional(texts),
    reused: optional(text),
    refusedBy: optional(refusedBy),
    detail: optional(text),
  },
  outcome: {
    decision: text,
    status: text,
    took: number,
    error: optional(recordedText),
    untrusted: flag,
    seen: text,
  },
  approval: { decision: text, role: text, answer: text, by: optional(text), digest: text },
  obligation: { decision: text, obligation: text },
  revoked: { frame: optional(text) },
  closed: { calls: number, denials: number },
  policy_reloaded: { before: text, policy: text },
  policy_reload_failed: { policy: text, reason: text, findings: texts },
};

/** Whether a record has the members of its type. One of an unknown, newer type passes: readers skip it. */
export function hasShape(record: ChainedRecord): boolean {
  return !Object.hasOwn(SHAPES, record.type) || members(record, SHAPES[record.type]);
}

function members(value: unknown, shape: Readonly<Record<string, Check>>): boolean {
  if (!object(value)) return false;
  const record = value as Readonly<Record<string, unknown>>;
  return Object.entries(shape).every(([name, check]) =>
    check(Object.hasOwn(record, name) ? record[name] : undefined),
  );
}

function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}
