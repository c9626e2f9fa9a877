import { placeOfField, type Row } from "../rule/row.ts";
import type { LinkNames } from "./link-names.ts";
import type { LintedPolicy } from "./linted-policy.ts";
import { usedNames } from "./used-names.ts";

/** Reports links that change nothing: doubles, a name to itself, a role that no rule names. */
export function lintLinks(policy: LintedPolicy): void {
  for (const [role, links] of policy.links) {
    reportDoubles(role, links, policy);
    // purposes are registered by their links, named or not
    const used = role === "g3" ? undefined : usedNames(role, policy.sets);
    if (used !== undefined) reportUnused(used, links, policy);
  }
}

interface Useless {
  readonly row: Row;
  readonly field: number;
  readonly message: string;
}

function reportUseless({ row, field, message }: Useless, { findings }: LintedPolicy): void {
  const text = row.fields[field - 1] ?? "";
  findings.add({ reason: "link_useless", severity: "warning", at: placeOfField(row, field), text, message });
}

function reportDoubles(role: string, { rows }: LinkNames, policy: LintedPolicy): void {
  const seen = new Map<string, number>();
  for (const row of rows) {
    const [from, to] = row.fields;
    const key = JSON.stringify(row.fields);
    const before = seen.get(key);
    seen.set(key, before ?? row.line);
    if (before !== undefined)
      reportUseless({ row, field: 1, message: `the link stands in line ${before} too` }, policy);
    // by g3 a purpose is registered, and a link to itself does just that
    else if (from === to && role !== "g3")
      reportUseless({ row, field: 1, message: "a link of a name to itself" }, policy);
  }
}

/** A link is used when a rule or the matcher names a role to which it leads. */
function reportUnused(named: ReadonlySet<string>, { rows, members }: LinkNames, policy: LintedPolicy): void {
  const used = new Set(named);
  for (const name of used) for (const member of members.get(name) ?? []) used.add(member);
  for (const row of rows) {
    const to = row.fields[1] ?? "";
    if (used.has(to)) continue;
    reportUseless({ row, field: 2, message: `no rule names "${to}" or a role above it` }, policy);
  }
}
