import {
  any,
  type Constraint,
  isIdLike,
  isWrite,
  type JsonValue,
  oneOf,
  optional,
  type Scalar,
  subset,
  type ToolEntry,
} from "@ambit/core";
import type { AllowedTool, RunRequest } from "@ambit/gate";
import type { SolvingCall } from "../read/logged-run.ts";
import { freeReads } from "./free-reads.ts";

/**
 * A request whose ceiling is the calls that solve the task, and all reads.
 *
 * A write may name whom or what its solving call names, or the subject itself; its texts and amounts are free.
 */
export function withSolution(
  request: RunRequest,
  solution: readonly SolvingCall[],
  tools: ReadonlyMap<string, ToolEntry>,
): RunRequest {
  const own = typeof request.subject === "string" ? [] : scalarsOf(request.subject.attributes ?? {});
  const writes = solution.flatMap((call) => {
    const entry = tools.get(call.tool);
    return entry !== undefined && isWrite(entry) ? [allowed(call, entry, own)] : [];
  });
  return { ...request, allow: [...freeReads(tools), ...writes] };
}

function allowed({ tool, args, open }: SolvingCall, entry: ToolEntry, own: readonly Scalar[]): AllowedTool {
  const bound: Record<string, Constraint> = {};
  for (const [path, role] of Object.entries(entry.args)) {
    const [, name, list] = /^([^.[]+)(\[\*\])?$/u.exec(path) ?? [];
    // a constraint sees the whole argument: what stands deeper in it is left to the policy
    if (name === undefined || !isIdLike(role) || open.includes(name)) continue;
    const values = [...scalarsOf(args[name] ?? []), ...own];
    bound[name] = optional(list === undefined ? oneOf(values) : any(subset(values), oneOf(values)));
  }
  return { tool, args: bound };
}

function scalarsOf(value: JsonValue): readonly Scalar[] {
  if (typeof value !== "object" || value === null) return [value];
  return Object.values(value).flatMap((member: JsonValue) => scalarsOf(member));
}
