import type { ToolEntry } from "@ambit/core";
import type { RunRequest } from "@ambit/gate";
import { freeReads } from "./free-reads.ts";

/** A request whose ceiling is the tools that a model planned from the user's words, and all reads. */
export function withPlan(
  request: RunRequest,
  plan: readonly string[],
  tools: ReadonlyMap<string, ToolEntry>,
): RunRequest {
  const planned = [...new Set(plan)].filter((tool) => tools.has(tool)).map((tool) => ({ tool }));
  return { ...request, allow: [...freeReads(tools), ...planned] };
}
