import { placeOfField, type Row } from "../rule/row.ts";
import { NO_LINKS } from "./link-names.ts";
import { denies, type LintedPolicy, type LintedSet } from "./linted-policy.ts";
import { Misspelt } from "./misspelt.ts";

/**
 * Reports what is linked to a toolset and is no tool.
 *
 * A tool that is linked under a misspelt name is not in the toolset: fatal when a deny names it, as the deny would spare
 * the tool.
 */
export function lintToolsets(policy: LintedPolicy): void {
  if (policy.tools.size === 0) return; // without any tool no call is allowed, whatever the rules say
  const misspelt = new Misspelt(policy.tools.keys());
  for (const role of toolRoles(policy.sets)) {
    const { rows, members } = policy.links.get(role) ?? NO_LINKS;
    const denied = deniedNames(role, policy.sets);
    for (const row of rows) {
      const [name = ""] = row.fields;
      if (policy.tools.has(name) || members.has(name)) continue;
      report({ role, row, denied, suggestion: misspelt.of(name) }, policy);
    }
  }
}

interface Stray {
  readonly role: string;
  readonly row: Row;
  readonly denied: ReadonlySet<string>;
  readonly suggestion: string | undefined;
}

function report({ role, row, denied, suggestion }: Stray, { roles, findings }: LintedPolicy): void {
  const [name = "", toolset = ""] = row.fields;
  const graph = roles.get(role);
  const spared = suggestion !== undefined && graph?.has(suggestion, toolset) === false;
  const isDenied = graph?.rolesOf(toolset, undefined).some((one) => denied.has(one)) === true;
  const end = spared ? `"${suggestion}" would not be in "${toolset}"` : "the link links nothing";
  findings.add({
    reason: "name_unknown",
    severity: spared && isDenied ? "fatal" : "warning",
    at: placeOfField(row, 1),
    text: name,
    message: `"${name}" is no tool of the manifest: ${end}${spared && isDenied ? ", and a deny would SPARE it" : ""}`,
    suggestion,
  });
}

/** The role definitions that put tools together. */
function toolRoles(sets: readonly LintedSet[]): ReadonlySet<string> {
  const tests = sets.flatMap((set) => set.tests);
  return new Set(
    tests.flatMap(({ token, kind }) => (token === "tool" && kind.type === "role" ? [kind.role] : [])),
  );
}

function deniedNames(role: string, sets: readonly LintedSet[]): ReadonlySet<string> {
  return new Set(
    sets.flatMap(({ tests, rules }) => {
      const slots = tests.filter(({ kind }) => kind.type === "role" && kind.role === role);
      return rules.filter(denies).flatMap(({ fields }) => slots.map(({ slot }) => fields[slot] ?? ""));
    }),
  );
}
