import { isWrite, type ToolCall, type ToolEntry } from "@ambit/core";
import type { History } from "../run/attempts.ts";
import type { Run } from "../run/run.ts";
import { idValues, isNamed } from "./ids.ts";

/** A call of a tool, and what became of its earlier attempts. */
interface Tried {
  readonly entry: ToolEntry;
  readonly call: ToolCall;
  readonly history: History;
}

/**
 * Paths of id-like arguments in which a retried write names something that its first attempt did not.
 *
 * A value also counts as named if it comes from the user's own words or the subject's attributes.
 */
export function newIdsOfRetry({ entry, call, history }: Tried, run: Run): readonly string[] {
  const first = history.first;
  if (first === undefined || first.digest === call.digest || !isBound(entry)) return [];
  const known = new Set(idValues(entry, first.args).map(({ path, text }) => `${path}=${text}`));
  const strange = idValues(entry, call.args).filter(
    (id) => !known.has(`${id.path}=${id.text}`) && !isNamed(id, run.named),
  );
  return [...new Set(strange.map(({ path }) => path))];
}

/** What a retry takes away, for people: the arguments whose values are bound to the first attempt's. */
export function boundByRetry({ entry, call, history }: Tried): readonly string[] {
  if (history.first === undefined || !isBound(entry)) return [];
  const paths = new Set(idValues(entry, call.args).map(({ path }) => path));
  return [...paths].map(
    (path) => `${entry.tool}.${path}: values that neither the first attempt nor the user named`,
  );
}

/** Whether a call comes again with the arguments with which it has run or failed. */
export function isSameAgain({ call, history }: Omit<Tried, "entry">): boolean {
  return history.first?.digest === call.digest || history.task?.ran === call.digest;
}

/** What writes or destroys keeps its targets. */
function isBound(entry: ToolEntry): boolean {
  return isWrite(entry) || entry.risk === "high";
}
