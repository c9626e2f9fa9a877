import { painted, segment, type Segment, widthOf, wrap } from "./segment.ts";
import type { Paint } from "./style.ts";

/** One node of a printed tree. */
export interface TreeItem {
  readonly head: readonly Segment[];
  /** Stands at the right margin of the head's line, or below it when there is no room. */
  readonly aside?: readonly Segment[];
  /** Lines below the head. */
  readonly details: readonly Detail[];
  readonly children: readonly TreeItem[];
}

/** A line with a label; the text is wrapped behind it. */
export interface Detail {
  readonly label?: string;
  readonly text: readonly Segment[];
}

/** How a tree is printed. */
export interface TreeLayout {
  readonly width: number;
  /** For branches and labels. */
  readonly faint: Paint;
}

/** Columns of the longest label, `refused by`, and the space behind it. */
const LABEL = 11;
const NARROWEST = 20;

/** The lines of a node that stands by itself, and of all below it. */
export function printRoot(item: TreeItem, layout: TreeLayout): readonly string[] {
  return printItem(item, layout, { branch: "", below: "" });
}

function printItem(
  item: TreeItem,
  layout: TreeLayout,
  { branch, below }: { readonly branch: string; readonly below: string },
): readonly string[] {
  const under = item.children.length > 0 ? `${below}│  ` : `${below}   `;
  const last = item.children.length - 1;
  return [
    ...printHead(item, layout, { branch, under }),
    ...item.details.flatMap((detail) => printDetail(detail, layout, under)),
    ...item.children.flatMap((child, index) => {
      const [elbow, stem] = index === last ? ["└─ ", "   "] : ["├─ ", "│  "];
      return printItem(child, layout, { branch: below + elbow, below: below + stem });
    }),
  ];
}

function printHead(
  { head, aside = [] }: TreeItem,
  { width, faint }: TreeLayout,
  { branch, under }: { readonly branch: string; readonly under: string },
): readonly string[] {
  const room = Math.max(NARROWEST, width - branch.length);
  const [first = [], ...rest] = wrap(head, { width: room });
  const space = room - widthOf(first) - widthOf(aside);
  const fits = rest.length === 0 && space >= 2;
  const line = `${faint(branch)}${painted(first)}`;
  if (aside.length === 0) return [line, ...rest.map((more) => faint(under) + painted(more))];
  if (fits) return [`${line}${" ".repeat(space)}${painted(aside)}`];
  const below = wrap(aside, { width: Math.max(NARROWEST, width - under.length) });
  return [line, ...[...rest, ...below].map((more) => faint(under) + painted(more))];
}

function printDetail(
  { label, text }: Detail,
  { width, faint }: TreeLayout,
  under: string,
): readonly string[] {
  const hang = label === undefined ? 0 : LABEL;
  const segments = label === undefined ? text : [segment(label.padEnd(LABEL), faint), ...text];
  const lines = wrap(segments, { width: Math.max(NARROWEST + hang, width - under.length), hang });
  return lines.map((line) => faint(under) + painted(line));
}
