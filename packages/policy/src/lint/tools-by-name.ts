import type { ToolEntry } from "@ambit/core";

import type { RoleGraph } from "../role/role-graph.ts";

/** The tools of a manifest by their names and toolsets. */
export class ToolsByName {
  readonly all: readonly ToolEntry[];
  readonly #roles: ReadonlyMap<string, RoleGraph>;
  readonly #within = new Map<string, ReadonlyMap<string, readonly ToolEntry[]>>();
  readonly #named: ReadonlyMap<string, readonly ToolEntry[]>;

  constructor(all: readonly ToolEntry[], roles: ReadonlyMap<string, RoleGraph>) {
    this.all = all;
    this.#roles = roles;
    this.#named = new Map(all.map((entry) => [entry.tool, [entry]]));
  }

  /** The tool of this name; undefined when there is none. */
  named(name: string): readonly ToolEntry[] | undefined {
    return this.#named.get(name);
  }

  /** The tools that are a name or hold it as a role; undefined when there are none. */
  within(name: string, role: string): readonly ToolEntry[] | undefined {
    return this.#membersOf(role).get(name);
  }

  #membersOf(role: string): ReadonlyMap<string, readonly ToolEntry[]> {
    const known = this.#within.get(role);
    if (known !== undefined) return known;
    const members = new Map<string, ToolEntry[]>();
    for (const entry of this.all) {
      for (const name of this.#roles.get(role)?.rolesOf(entry.tool, undefined) ?? [entry.tool]) {
        const listed = members.get(name);
        if (listed === undefined) members.set(name, [entry]);
        else listed.push(entry);
      }
    }
    this.#within.set(role, members);
    return members;
  }
}
