import { EDGES } from "@ambit/core";
import type { Detail, TreeItem } from "../layout/tree.ts";

/** What of a line's details is told in brief: what edges took away, which link refused, and what the run was for. */
const TOLD: ReadonlySet<string | undefined> = new Set([...EDGES, "removed", "refused by", "goal", "calls"]);

/** An item and all below it in as few lines as tell every edge and every denial; a reason is told by its code and name. */
export function briefItem(item: TreeItem): TreeItem {
  const { details, children, aside = [] } = item;
  return {
    ...item,
    aside: aside.length === 0 ? reasonOf(details) : aside,
    details: details.filter(({ label }) => TOLD.has(label)),
    children: children.map(briefItem),
  };
}

/** Code and name, without the message. */
function reasonOf(details: readonly Detail[]): NonNullable<TreeItem["aside"]> {
  const why = details.find(({ label }) => label === "why");
  return why === undefined ? [] : why.text.slice(0, 2);
}
