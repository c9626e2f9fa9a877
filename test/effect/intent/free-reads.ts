import { isWrite, type ToolEntry } from "@ambit/core";
import type { AllowedTool } from "@ambit/gate";

/** Models read more than any plan foresees, and reading changes nothing: every tool that only reads. */
export function freeReads(tools: ReadonlyMap<string, ToolEntry>): readonly AllowedTool[] {
  const reads = [...tools.values()].filter((entry) => !isWrite(entry) && entry.effect !== "navigate");
  return reads.map(({ tool }) => ({ tool }));
}
