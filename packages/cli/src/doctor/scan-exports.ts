import type { Coverage } from "@ambit/langchain";

type Members = Readonly<Record<string, unknown>>;

/** What a module exports, as far as Ambit is concerned. */
export interface ScannedModule {
  readonly agents: readonly (Coverage & { readonly export: string })[];
  /** Names of exports that are agents or graphs and that nothing protects. */
  readonly unprotected: readonly string[];
}

/**
 * Finds agents among the exports of a module, promised ones and those in exported arrays and plain objects too: what
 * carries `.ambit.coverage()`, and what runs as a graph without it.
 */
export async function scanExports(exports: Members): Promise<ScannedModule> {
  const agents: (Coverage & { readonly export: string })[] = [];
  const unprotected: string[] = [];
  for (const [name, value] of await candidates(exports)) {
    const coverage = coverageOf(value);
    if (coverage !== undefined) agents.push({ export: name, ...coverage });
    else if (isGraph(value)) unprotected.push(name);
  }
  return { agents, unprotected };
}

/** Each object once, by its first name: exports before members of exports. */
async function candidates(exports: Members): Promise<readonly (readonly [string, Members])[]> {
  const found = new Map<Members, string>();
  const groups: (readonly [string, Members])[] = [];
  for (const [name, exported] of Object.entries(exports)) {
    const value: unknown = await exported;
    if (!isObject(value)) continue;
    if (isGroup(value)) groups.push([name, value]);
    else if (!found.has(value)) found.set(value, name);
  }
  for (const [name, group] of groups) {
    for (const [key, member] of Object.entries(group)) {
      const value: unknown = await member;
      const path = Array.isArray(group) ? `${name}[${key}]` : `${name}.${key}`;
      if (isObject(value) && !found.has(value)) found.set(value, path);
    }
  }
  return [...found].map(([value, name]) => [name, value]);
}

/** An array or a plain object that is no agent itself. */
function isGroup(value: Members): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = typeof value === "object" && (prototype === Object.prototype || prototype === null);
  return isPlain && !isGraph(value) && !isCovered(value["ambit"]);
}

function coverageOf(value: Members): Coverage | undefined {
  const { ambit } = value;
  return isCovered(ambit) ? ambit.coverage() : undefined;
}

function isCovered(value: unknown): value is { readonly coverage: () => Coverage } {
  return isObject(value) && typeof value["coverage"] === "function";
}

/** A createAgent agent has `graph`, a compiled graph has `nodes`, and both can be invoked. */
function isGraph(value: Members): boolean {
  return typeof value["invoke"] === "function" && (isObject(value["graph"]) || isObject(value["nodes"]));
}

/** Functions as well: a runnable can be one. */
function isObject(value: unknown): value is Members {
  return typeof value === "function" || (typeof value === "object" && value !== null);
}
