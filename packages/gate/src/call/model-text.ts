import { type CodeName, codeRow } from "@ambit/core";
import type { GateContext } from "../context.ts";

const DEFAULT = "This action is not permitted.";

/** What a model reads of a denial (L10): its code, then the application's sentence for it, else ours. */
export function modelText({ texts }: Pick<GateContext, "texts">, reason: CodeName): string {
  const { code, model = DEFAULT } = codeRow(reason);
  return `${code}: ${texts[reason] ?? model}`;
}
