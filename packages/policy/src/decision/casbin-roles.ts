import { DefaultRoleManager, Util } from "casbin";

import type { ExtraRoles } from "../role/domain-graph.ts";
import { parentPurpose } from "../role/role-graph.ts";

/** Casbin follows at most so many links from a name to a role. */
const MAX_HOPS = 10;

/** From, to, and the domain where there are domains. */
type Link = readonly string[];

/** What the links of a question depend on. */
interface Asked {
  readonly purpose: string;
  readonly domain: string | undefined;
  readonly extra: ExtraRoles | undefined;
}

/** One role definition as casbin's own role manager answers it, with what holds for one question only. */
export class CasbinRoles {
  readonly #name: string;
  readonly #domains: boolean;
  readonly #links: readonly Link[];
  readonly #manager: DefaultRoleManager;
  #last: (Asked & { readonly manager: DefaultRoleManager }) | undefined;

  constructor(name: string, definition: { readonly links: readonly Link[]; readonly arity: number }) {
    this.#name = name;
    this.#domains = definition.arity > 2;
    this.#links =
      name === "g3" ? definition.links.flatMap((link) => [link, ...purposesOf(link)]) : definition.links;
    this.#manager = managerOf(this.#links);
  }

  /**
   * Casbin's `g`, made anew for each call.
   *
   * The one that casbin keeps during a decision remembers answers by the names with commas between: `("a,b", "c")` would
   * get the answer of `("a", "b,c")`.
   */
  call(names: readonly unknown[], extra: ExtraRoles | undefined): unknown {
    return Util.generateSyncedGFunction(this.#managerFor(names, extra))(...names);
  }

  /** The links of the policy and of the question; one decision asks about the same name again and again. */
  #managerFor([first, , third]: readonly unknown[], given: ExtraRoles | undefined): DefaultRoleManager {
    const isPurpose = this.#name === "g3";
    const purpose = isPurpose ? String(first) : "";
    const domain = isPurpose && this.#domains ? [String(third)] : [];
    const extra = this.#name === "g" ? given : undefined;
    const last = this.#last;
    if (last?.purpose === purpose && last.domain === domain[0] && last.extra === extra) return last.manager;
    const added = [...this.#held(extra), ...purposesOf([purpose, "", ...domain])];
    const manager = added.length === 0 ? this.#manager : managerOf([...this.#links, ...added]);
    this.#last = { purpose, domain: domain[0], extra, manager };
    return manager;
  }

  /** What a principal holds for one decision only. */
  #held(extra: ExtraRoles | undefined): readonly Link[] {
    if (extra === undefined || (this.#domains && extra.domain === undefined)) return [];
    const domain = this.#domains && extra.domain !== undefined ? [extra.domain] : [];
    return extra.roles.map((role) => [extra.name, role, ...domain]);
  }
}

/** A purpose is what the paths above it are: the links that both names of a link imply. */
function purposesOf([from = "", to = "", ...domain]: Link): readonly Link[] {
  const links: Link[] = [];
  for (const name of [from, to]) {
    let at = name;
    for (let above = parentPurpose(at); above !== undefined; above = parentPurpose(at)) {
      links.push([at, above, ...domain]);
      at = above;
    }
  }
  return links;
}

function managerOf(links: readonly Link[]): DefaultRoleManager {
  const manager = new DefaultRoleManager(MAX_HOPS);
  for (const [from = "", to = "", ...domain] of links) {
    void manager.addLink(from, to, ...domain);
    // casbin adds a link before it returns its promise; were that to change, a lost link could be a lost denial
    if (!manager.syncedHasLink(from, to, ...domain)) throw new TypeError("casbin did not add a role link");
  }
  return manager;
}
