import type { z } from "zod";

import { ENV } from "../condition/attribute.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { CallError, type CallIssue } from "./call-error.ts";
import { CALL_KEYS, callSchema, type CallSpec } from "./call-schema.ts";
import { strayPaths } from "./stray-path.ts";

/** Checks the description of a call; throws `CallError`, which names each wrong key and the nearest right one. */
export function parseCall(value: unknown): CallSpec {
  const parsed = callSchema.safeParse(value, { reportInput: true });
  const issues: CallIssue[] = (parsed.error?.issues ?? []).flatMap((issue) => issuesOf(issue, []));
  if (parsed.success) issues.push(...contradictions(parsed.data));
  if (!parsed.success || issues.length > 0) throw new CallError(issues);
  return parsed.data;
}

type Issue = z.core.$ZodIssue;

function issuesOf(issue: Issue, above: readonly PropertyKey[]): readonly CallIssue[] {
  const path = [...above, ...issue.path];
  const key = path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((unknown) => unknownKey(path, unknown));
  }
  if (issue.code === "invalid_union") {
    // the branch that the value is meant for: the one that complains of what stands within
    const branch = issue.errors.find(
      ([first]) => first !== undefined && (first.path.length > 0 || first.code === "unrecognized_keys"),
    );
    if (branch !== undefined) return branch.flatMap((inner) => issuesOf(inner, path));
    return [{ key, message: `is none of ${unionNames(issue.errors)}` }];
  }
  if (issue.code === "invalid_value") return [wrongWord(key, issue)];
  const missing = issue.code === "invalid_type" && issue.message.endsWith("undefined");
  return [{ key, message: missing ? "is missing" : issue.message.replace(/^Invalid \w+: /u, "") }];
}

function wrongWord(key: string, { input, values }: Extract<Issue, { code: "invalid_value" }>): CallIssue {
  const words = values.map(String);
  const suggestion = typeof input === "string" ? nearestWord(input, words) : undefined;
  const issue = { key, message: `is none of ${words.join(", ")}` };
  return suggestion === undefined ? issue : { ...issue, suggestion };
}

function unknownKey(path: readonly PropertyKey[], unknown: string): CallIssue {
  const object = path.filter((step) => typeof step === "string").join(".");
  const suggestion = nearestWord(unknown, CALL_KEYS.get(object) ?? []);
  const key = [...path.map(String), unknown].join(".");
  return { key, message: "is no key of a call", ...(suggestion === undefined ? {} : { suggestion }) };
}

function unionNames(errors: readonly (readonly Issue[])[]): string {
  const names = errors.flatMap((branch) =>
    branch.map((issue) =>
      issue.code === "invalid_value"
        ? issue.values.map(String).join(", ")
        : issue.code === "invalid_type"
          ? `a ${issue.expected}`
          : issue.message,
    ),
  );
  return [...new Set(names)].join(", ");
}

/** What each key allows and all of them together do not. */
function contradictions({
  actor,
  actors,
  env = {},
  args = {},
  provenance = {},
}: CallSpec): readonly CallIssue[] {
  const issues: CallIssue[] = [];
  if (actor !== undefined && actors !== undefined) {
    issues.push({ key: "actor", message: "stands beside actors: the last of actors is the one that calls" });
  }
  for (const key of Object.keys(env)) {
    if (ENV.includes(key)) continue;
    const suggestion = nearestWord(key, ENV);
    const issue = { key: `env.${key}`, message: "is nothing that env holds" };
    issues.push(suggestion === undefined ? issue : { ...issue, suggestion });
  }
  for (const { key, path, ...nearest } of strayPaths(provenance, args))
    issues.push({ key: `provenance.${key}.${path}`, message: "is no argument of the call", ...nearest });
  return issues;
}
