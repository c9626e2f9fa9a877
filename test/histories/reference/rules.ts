/** A rule for calls, as a row of a small table. `*` stands for anything. */
export interface Rule {
  /** A principal or a role. */
  readonly who: string;
  readonly tool: string;
  /** `**`, `<prefix>/**` or one resource. */
  readonly resource: string;
  /** The highest sensitivity, by rank. */
  readonly ceiling: number;
  readonly purpose: string;
  /** Least and greatest depth. */
  readonly depth: readonly [number, number];
  readonly when: keyof typeof CONDITIONS;
  readonly effect: "allow" | "deny";
  /** Whether a person must approve. */
  readonly approve: boolean;
}

/** A rule for edges. */
export interface EdgeRule {
  readonly edge: string;
  readonly from: string;
  readonly to: string;
  readonly tool: string;
  readonly resource: string;
  readonly effect: "allow" | "deny";
}

/** A policy: rules, the roles of principals, and rules for edges where it has any. */
export interface Table {
  readonly rules: readonly Rule[];
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly edges: readonly EdgeRule[] | undefined;
}

/** What conditions read. */
export interface Facts {
  readonly attempt: number;
  readonly siblings: number;
  readonly tainted: boolean;
  readonly seen: number;
  readonly generation: number;
  readonly actor: string;
}

/** Conditions by the text that stands in a row. */
export const CONDITIONS = {
  true: () => true,
  "env.attempt < 2": ({ attempt }: Facts) => attempt < 2,
  "env.attempt < 3": ({ attempt }: Facts) => attempt < 3,
  "!env.branch": ({ siblings }: Facts) => siblings < 2,
  "env.siblings < 3": ({ siblings }: Facts) => siblings < 3,
  "!env.tainted": ({ tainted }: Facts) => !tainted,
  "env.tainted": ({ tainted }: Facts) => tainted,
  "env.seen < 2": ({ seen }: Facts) => seen < 2,
  "env.generation < 2": ({ generation }: Facts) => generation < 2,
  "env.actor == 'scout'": ({ actor }: Facts) => actor === "scout",
} satisfies Record<string, (facts: Facts) => boolean>;

/** A call as rules see it. */
export interface Subjected {
  readonly tool: string;
  readonly resource: string;
  readonly touches: number;
  readonly purpose: string;
  readonly depth: number;
  readonly facts: Facts;
}

/** The names that a principal has: its own and those of its roles. */
export type Names = (principal: string) => readonly string[];

/** Whether every principal may make the call: a deny beats every allow, and nothing matching is a deny. */
export function decide(
  table: Table,
  call: Subjected,
  { principals, names }: { readonly principals: readonly string[]; readonly names: Names },
): "allow" | "ask" | "deny" {
  let asks = false;
  for (const principal of principals) {
    const matching = table.rules.filter((rule) => matches(rule, call, names(principal)));
    if (matching.length === 0 || matching.some(({ effect }) => effect === "deny")) return "deny";
    asks ||= matching.some(({ approve }) => approve);
  }
  return asks ? "ask" : "allow";
}

function matches(rule: Rule, call: Subjected, names: readonly string[]): boolean {
  const [least, greatest] = rule.depth;
  return (
    names.includes(rule.who) &&
    is(rule.tool, call.tool) &&
    fits(rule.resource, call.resource) &&
    call.touches <= rule.ceiling &&
    (rule.purpose === "*" || lies(call.purpose, rule.purpose)) &&
    least <= call.depth &&
    call.depth <= greatest &&
    CONDITIONS[rule.when](call.facts)
  );
}

/** Whether some rule could allow a principal something for a purpose. */
export function holds(table: Table, purpose: string, names: readonly string[]): boolean {
  return table.rules.some(
    (rule) =>
      rule.effect === "allow" &&
      names.includes(rule.who) &&
      (rule.purpose === "*" || lies(purpose, rule.purpose)),
  );
}

/** An edge, and who is at its ends. */
export interface Crossing {
  readonly edge: string;
  readonly from: string;
  readonly to: string;
}

/** Whether an edge lets a call over. */
export function carries(
  table: Table,
  { tool, resource }: Subjected,
  { crossing, names }: { readonly crossing: Crossing; readonly names: Names },
): boolean {
  if (table.edges === undefined) return true;
  const matching = table.edges.filter(
    (rule) => links(rule, crossing, names) && is(rule.tool, tool) && fits(rule.resource, resource),
  );
  return matching.length > 0 && matching.every(({ effect }) => effect === "allow");
}

/** The tools of which an edge could let some call over; undefined where all can. */
export function couldCarry(
  table: Table,
  tools: readonly string[],
  { crossing, names }: { readonly crossing: Crossing; readonly names: Names },
): readonly string[] | undefined {
  const allowing = table.edges?.filter((rule) => rule.effect === "allow" && links(rule, crossing, names));
  return allowing && tools.filter((tool) => allowing.some((rule) => is(rule.tool, tool)));
}

function links(rule: EdgeRule, { edge, from, to }: Crossing, names: Names): boolean {
  return (
    is(rule.edge, edge) &&
    (rule.from === "*" || names(from).includes(rule.from)) &&
    (rule.to === "*" || names(to).includes(rule.to))
  );
}

function is(wanted: string, given: string): boolean {
  return wanted === "*" || wanted === given;
}

/** Whether a resource fits a pattern. */
export function fits(pattern: string, resource: string): boolean {
  if (pattern === "**") return true;
  return pattern.endsWith("/**") ? resource.startsWith(pattern.slice(0, -2)) : pattern === resource;
}

/** Whether a purpose is another one or lies below it. */
export function lies(purpose: string, above: string): boolean {
  return purpose === above || purpose.startsWith(`${above}/`);
}
