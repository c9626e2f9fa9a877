import type { Row } from "../rule/row.ts";

/** The links of one role definition in one domain, without doubles and links of a name to itself. */
export interface LinkGraph {
  /** Name → the roles to which it is linked, each with the row. */
  readonly up: ReadonlyMap<string, ReadonlyMap<string, Row>>;
}

/** The graphs of a role definition, one per domain. */
export function linkGraphs(rows: readonly Row[]): readonly LinkGraph[] {
  const graphs = new Map<string, Map<string, Map<string, Row>>>();
  for (const row of rows) {
    const [from = "", to = "", domain = ""] = row.fields;
    if (from === to) continue;
    const up = graphs.get(domain) ?? new Map<string, Map<string, Row>>();
    graphs.set(domain, up);
    const roles = up.get(from) ?? new Map<string, Row>();
    up.set(from, roles);
    if (!roles.has(to)) roles.set(to, row);
  }
  return [...graphs.values()].map((up) => ({ up }));
}

/**
 * The groups of names that are linked in a circle, and of single names, each after all groups that it is linked to.
 *
 * Tarjan's algorithm, without recursion: chains may be long.
 */
export function circlesOf({ up }: LinkGraph): readonly (readonly string[])[] {
  const search = new CircleSearch(up);
  for (const name of up.keys()) search.from(name);
  return search.circles;
}

interface Visit {
  readonly name: string;
  readonly rest: Iterator<string>;
}

class CircleSearch {
  readonly circles: (readonly string[])[] = [];
  readonly #up: LinkGraph["up"];
  readonly #index = new Map<string, number>();
  readonly #lowest = new Map<string, number>();
  readonly #open: string[] = [];
  readonly #isOpen = new Set<string>();

  constructor(up: LinkGraph["up"]) {
    this.#up = up;
  }

  from(start: string): void {
    if (this.#index.has(start)) return;
    const path: Visit[] = [this.#enter(start)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const { done, value } = visit.rest.next();
      if (done === true) {
        this.#leave(visit.name, path[path.length - 2]?.name);
        path.pop();
      } else if (!this.#index.has(value)) path.push(this.#enter(value));
      else if (this.#isOpen.has(value)) this.#lower(visit.name, this.#index.get(value));
    }
  }

  #enter(name: string): Visit {
    this.#index.set(name, this.#index.size);
    this.#lowest.set(name, this.#index.size - 1);
    this.#open.push(name);
    this.#isOpen.add(name);
    return { name, rest: (this.#up.get(name) ?? NOTHING).keys() };
  }

  #leave(name: string, before: string | undefined): void {
    const lowest = this.#lowest.get(name);
    if (before !== undefined) this.#lower(before, lowest);
    if (lowest !== this.#index.get(name)) return;
    const circle = this.#open.splice(this.#open.lastIndexOf(name));
    for (const member of circle) this.#isOpen.delete(member);
    this.circles.push(circle);
  }

  #lower(name: string, to = 0): void {
    this.#lowest.set(name, Math.min(this.#lowest.get(name) ?? 0, to));
  }
}

const NOTHING: ReadonlyMap<string, Row> = new Map();
