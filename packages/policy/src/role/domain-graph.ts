/** Casbin follows at most so many links from a name to a role. */
export const MAX_HOPS = 10;

/** Roles that one principal holds for one decision only. */
export interface ExtraRoles {
  readonly name: string;
  readonly roles: readonly string[];
  /** The only domain in which they hold, for a role definition with domains. */
  readonly domain?: string;
}

/** All roles of a name, itself included, each once. */
interface Closure {
  readonly set: ReadonlySet<string>;
  readonly list: readonly string[];
}

/** The role links of one domain. Cycle-safe: every name is visited once. */
export class DomainGraph {
  readonly #links = new Map<string, Set<string>>();
  readonly #implied: ((name: string) => string | undefined) | undefined;
  /** Closures of linked names; names from requests are not kept, so the memo is as large as the policy at most. */
  readonly #closures = new Map<string, Closure>();

  /** One decision asks for the same name again and again. */
  #last:
    | { readonly name: string; readonly extra: ExtraRoles | undefined; readonly closure: Closure }
    | undefined;

  constructor(implied?: (name: string) => string | undefined) {
    this.#implied = implied;
  }

  link(name: string, role: string): void {
    const roles = this.#links.get(name);
    if (roles === undefined) this.#links.set(name, new Set([role]));
    else roles.add(role);
  }

  /** Whether `name` is the role or reaches it within casbin's ten links. */
  has(name: string, role: string, extra?: ExtraRoles): boolean {
    return name === role || this.#closure(name, extra).set.has(role);
  }

  /** Whether a link starts from this name. */
  links(name: string): boolean {
    return this.#links.has(name);
  }

  /** All roles of a name, itself included. */
  roles(name: string, extra?: ExtraRoles): readonly string[] {
    return this.#closure(name, extra).list;
  }

  #closure(name: string, extra: ExtraRoles | undefined): Closure {
    if (this.#last?.name === name && this.#last.extra === extra) return this.#last.closure;
    const kept = extra === undefined ? this.#closures.get(name) : undefined;
    const closure = kept ?? this.#reach(name, extra);
    if (kept === undefined && extra === undefined && this.#links.has(name)) this.#closures.set(name, closure);
    this.#last = { name, extra, closure };
    return closure;
  }

  #reach(name: string, extra: ExtraRoles | undefined): Closure {
    const reached = new Set([name]);
    let level: readonly string[] = [name];
    for (let hop = 0; hop < MAX_HOPS && level.length > 0; hop++) {
      const next = new Set(level.flatMap((at) => this.#from(at, extra)));
      level = [...next].filter((role) => !reached.has(role));
      for (const role of level) reached.add(role);
    }
    return { set: reached, list: [...reached] };
  }

  #from(name: string, extra: ExtraRoles | undefined): readonly string[] {
    const linked = this.#links.get(name);
    const parent = this.#implied?.(name);
    return [
      ...(linked ?? []),
      ...(parent === undefined ? [] : [parent]),
      ...(extra?.name === name ? extra.roles : []),
    ];
  }
}
