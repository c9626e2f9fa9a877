import type { Row } from "../rule/row.ts";

/** The links of one role definition. */
export interface LinkNames {
  readonly rows: readonly Row[];
  /** All names. */
  readonly all: ReadonlySet<string>;
  /** Role → the names that are linked to it. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

export const NO_LINKS: LinkNames = { rows: [], all: new Set(), members: new Map() };

/** Collects the links of a role definition from its rows. */
export function linkNames(rows: readonly Row[]): LinkNames {
  const all = new Set<string>();
  const members = new Map<string, string[]>();
  for (const { fields } of rows) {
    const [from = "", to = ""] = fields;
    all.add(from).add(to);
    const listed = members.get(to);
    if (listed === undefined) members.set(to, [from]);
    else listed.push(from);
  }
  return { rows, all, members };
}
