import { isTelling, type ToolCall, type ToolEntry } from "@ambit/core";
import type { History } from "../run/attempts.ts";
import type { DeniedIds } from "../run/denials.ts";
import type { Named } from "../run/named.ts";
import { type IdValue, idValues, isNamed } from "./ids.ts";

/** What is kept of a denied call, to know it when it comes back reworded. */
export function deniedIds(entry: ToolEntry, call: ToolCall, named: Named): DeniedIds {
  const ids = idValues(entry, call.args);
  const telling = ids.filter((id) => !isNamed(id, named)).map(mark);
  return {
    named: new Set(ids.map(({ text }) => text)),
    telling: new Set(telling.filter((known) => known !== undefined)),
  };
}

/**
 * Whether a denied call comes back reworded and wider: with one of its ids, beside others that were not in it.
 *
 * What names only values of a denied call asks for no more than was asked then: it is decided afresh.
 */
export function isDeniedReworded(entry: ToolEntry, call: ToolCall, { denied }: History): boolean {
  if (denied.length === 0) return false;
  const ids = idValues(entry, call.args);
  if (denied.some(({ named }) => ids.every(({ text }) => named.has(text)))) return false;
  return denied.some(({ telling }) => ids.some((id) => telling.has(mark(id) ?? "")));
}

/**
 * What a value is known again by. A short one may stand anywhere by chance: it is known in the same place alone, and only
 * where the manifest says that it names something.
 */
function mark({ path, text, declared }: IdValue): string | undefined {
  if (isTelling(text)) return text;
  return declared && text !== "" ? `${path}=${text}` : undefined;
}
