import { hash } from "node:crypto";
import {
  type AmbitRecord,
  canonicalJson,
  type DecisionRecord,
  type EdgeRecord,
  type JsonObject,
  leafPaths,
  type OpenedRecord,
  valuesAt,
} from "@ambit/core";
import type { CallSpec, WrittenLink } from "@ambit/policy";

/** A call as its record describes it. */
export interface RecordedCall {
  readonly record: DecisionRecord;
  readonly call: CallSpec;
  /** Paths of arguments that the record does not hold as they were; `…` for some that left no trace. */
  readonly redacted: readonly string[];
}

/** The decisions whose id begins so. */
export function decisionsOf(records: readonly AmbitRecord[], id: string): readonly DecisionRecord[] {
  const decisions = records.filter((record) => record.type === "decision");
  const exact = decisions.filter(({ decision }) => decision === id);
  return exact.length > 0 || id === "" ? exact : decisions.filter(({ decision }) => decision.startsWith(id));
}

/** What can be told of the call from its run's records. The subject's attributes are never recorded. */
export function recordedCall(record: DecisionRecord, records: readonly AmbitRecord[]): RecordedCall {
  const opened = records.find((each) => each.type === "opened" && each.run === record.run) as
    | OpenedRecord
    | undefined;
  const { subject, actors, tool, action, resources, sensitivity, purpose, depth, attempt, siblings } = record;
  const args = isObject(record.args) ? record.args : {};
  const tenant = opened?.tenant;
  const grant = linksOf(record, { opened, records });
  const call: CallSpec = {
    subject,
    roles: opened?.roles,
    actors,
    tool,
    args,
    purpose: purpose ?? opened?.purpose ?? "unknown",
    action,
    sensitivity,
    depth,
    env: { attempt, siblings, branch: siblings > 1 },
    ...(resources === undefined || resources.length === 0 ? {} : { resource: resources }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(grant.length === 0 ? {} : { grant }),
  };
  return { record, call, redacted: redactedOf(record, args) };
}

/** The links of the frame in which the call was decided, root first. */
function linksOf(
  { frame, run }: DecisionRecord,
  {
    opened,
    records,
  }: { readonly opened: OpenedRecord | undefined; readonly records: readonly AmbitRecord[] },
): readonly WrittenLink[] {
  if (opened === undefined) return [];
  const edges = records.filter(
    (each): each is EdgeRecord => each.type === "edge" && each.run === run && each.refused === undefined,
  );
  const byFrame = new Map(edges.map((edge) => [edge.frame, edge]));
  const path: EdgeRecord[] = [];
  for (let at = byFrame.get(frame); at !== undefined && !path.includes(at); at = byFrame.get(at.from))
    path.unshift(at);
  const open: WrittenLink = { edge: "open", id: opened.frame, ...opened.scope };
  const links = path.map(({ edge, frame: id, scope }): WrittenLink => ({ edge, id, ...scope }));
  // a new goal begins a new grant
  const goal = path.findLastIndex(({ edge }) => edge === "goal");
  return goal === -1 ? [open, ...links] : links.slice(goal);
}

/** The digest tells whether anything was redacted; the marks that redaction leaves tell what. */
function redactedOf({ digest }: DecisionRecord, args: JsonObject): readonly string[] {
  if (digest === `sha256:${hash("sha256", canonicalJson(args), "hex")}`) return [];
  const marked = leafPaths(args).filter((path) =>
    valuesAt(args, path).some((value) => typeof value === "string" && /▒|^sha256:|…$/u.test(value)),
  );
  return marked.length === 0 ? ["…"] : marked;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
