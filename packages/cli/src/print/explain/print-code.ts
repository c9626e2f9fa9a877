import { type CodeName, CODES } from "@ambit/core";
import { segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import { printRoot } from "../layout/tree.ts";

/** The page of a code: what it means and what to do. */
export function printCode(name: CodeName, width: number, style: Style): readonly string[] {
  const { code, message, hint, model } = CODES[name];
  const told = model === undefined ? [] : [{ label: "model", text: [segment(`“${model}”`)] }];
  return printRoot(
    {
      head: [segment(code, style.strong), segment(`  ${name}`)],
      details: [
        { label: "means", text: [segment(message)] },
        { label: "to do", text: [segment(hint)] },
        ...told,
        { label: "more", text: [segment(`docs/codes.md#${name}`, style.faint)] },
      ],
      children: [],
    },
    { width, faint: style.faint },
  );
}
