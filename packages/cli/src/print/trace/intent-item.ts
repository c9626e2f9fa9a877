import { plain } from "../layout/plain.ts";
import { segment } from "../layout/segment.ts";
import type { Style } from "../layout/style.ts";
import type { Detail, TreeItem } from "../layout/tree.ts";
import { reasonDetails, removedDetail } from "./edge-item.ts";
import type { ToldIntent } from "./told-intents.ts";

/** How an intent was learned, in words. */
const SOURCES: Readonly<Record<string, string>> = {
  run: "of the run",
  tool: "declared",
  planner: "planned",
  inherited: "inherited",
};

/** An intent as a line: purpose and goal, how it was learned, and what it narrows to. */
export function intentItem({ intent, removed }: ToldIntent, style: Style): TreeItem {
  const refused = intent.refused === undefined ? [] : [segment("✗ REFUSED ", style.alarm)];
  const source = Object.hasOwn(SOURCES, intent.source)
    ? (SOURCES[intent.source] ?? "")
    : plain(intent.source);
  return {
    head: [
      ...refused,
      segment("intent", style.accent),
      segment(`  ${plain(intent.purpose)}`),
      // an inherited goal was told where it was declared
      ...(intent.source === "inherited" ? [] : [segment(`  "${plain(intent.goal.shown)}"`)]),
    ],
    aside: [segment(source, style.faint)],
    details: [
      ...removedDetail({ removed }, style),
      ...narrowing("tools", intent.tools),
      ...narrowing("resources", intent.resources),
      ...reasonDetails(intent.refused, style),
    ],
    children: [],
  };
}

function narrowing(label: string, names: readonly string[] | undefined): readonly Detail[] {
  if (names === undefined) return [];
  return [{ label, text: [segment(names.length === 0 ? "none" : names.map(plain).join(" · "))] }];
}
