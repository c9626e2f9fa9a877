import { DomainGraph, type ExtraRoles } from "./domain-graph.ts";

/** The links of one role definition: `g`, `g2`, `g3` … */
export class RoleGraph {
  readonly name: string;
  readonly #implied: ((name: string) => string | undefined) | undefined;
  readonly #domains = new Map<string, DomainGraph>();
  readonly #empty: DomainGraph;
  /** The links of a definition without domains. */
  readonly #plain: DomainGraph;

  constructor(name: string) {
    this.name = name;
    this.#implied = name === "g3" ? parentPurpose : undefined;
    this.#empty = new DomainGraph(this.#implied);
    this.#plain = new DomainGraph(this.#implied);
  }

  link(name: string, role: string, domain?: string): void {
    if (domain === undefined) this.#plain.link(name, role);
    else this.#domainFor(domain).link(name, role);
  }

  has(name: string, role: string, extra?: ExtraRoles): boolean {
    return this.#plain.has(name, role, this.#extra(extra));
  }

  /** Whether a row of the policy links this name to a role. */
  links(name: string): boolean {
    return this.#plain.links(name);
  }

  hasIn(domain: string, pair: readonly [string, string], extra?: ExtraRoles): boolean {
    return this.#graphIn(domain).has(pair[0], pair[1], within(domain, this.#extra(extra)));
  }

  /** All roles of a name, itself included. */
  rolesOf(name: string, extra: ExtraRoles | undefined): readonly string[] {
    return this.#plain.roles(name, this.#extra(extra));
  }

  /** All roles of a name in a domain, itself included. */
  rolesIn(domain: string, name: string, extra: ExtraRoles | undefined): readonly string[] {
    return this.#graphIn(domain).roles(name, within(domain, this.#extra(extra)));
  }

  #graphIn(domain: string): DomainGraph {
    return this.#domains.get(domain) ?? this.#empty;
  }

  /** What a principal holds for one decision only extends `g` alone. */
  #extra(extra: ExtraRoles | undefined): ExtraRoles | undefined {
    return this.name === "g" ? extra : undefined;
  }

  #domainFor(domain: string): DomainGraph {
    let graph = this.#domains.get(domain);
    if (graph === undefined) {
      graph = new DomainGraph(this.#implied);
      this.#domains.set(domain, graph);
    }
    return graph;
  }
}

/** A purpose path implies the path above it: `support/refund` is a `support`. */
export function parentPurpose(purpose: string): string | undefined {
  const slash = purpose.lastIndexOf("/");
  return slash > 0 ? purpose.slice(0, slash) : undefined;
}

function within(domain: string, extra: ExtraRoles | undefined): ExtraRoles | undefined {
  return extra?.domain === domain ? extra : undefined;
}
