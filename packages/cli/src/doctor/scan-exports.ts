import type { Coverage } from "@ambit/langchain";

/** What a module exports, as far as Ambit is concerned. */
export interface ScannedModule {
  readonly agents: readonly (Coverage & { readonly export: string })[];
  /** Names of exports that are agents or graphs and that nothing protects. */
  readonly unprotected: readonly string[];
}

/**
 * Finds agents among the exports of a module, promised ones too: what carries `.ambit.coverage()`, and what runs as a
 * graph without it.
 */
export async function scanExports(exports: Readonly<Record<string, unknown>>): Promise<ScannedModule> {
  const agents: (Coverage & { readonly export: string })[] = [];
  const unprotected: string[] = [];
  for (const [name, exported] of Object.entries(exports)) {
    const value: unknown = await exported;
    if (!isObject(value)) continue;
    const coverage = coverageOf(value);
    if (coverage !== undefined) agents.push({ export: name, ...coverage });
    else if (isGraph(value)) unprotected.push(name);
  }
  return { agents, unprotected };
}

function coverageOf(value: Readonly<Record<string, unknown>>): Coverage | undefined {
  const { ambit } = value;
  if (!isObject(ambit) || typeof ambit["coverage"] !== "function") return undefined;
  return (ambit as { readonly coverage: () => Coverage }).coverage();
}

/** A createAgent agent has `graph`, a compiled graph has `nodes`, and both can be invoked. */
function isGraph(value: Readonly<Record<string, unknown>>): boolean {
  return typeof value["invoke"] === "function" && (isObject(value["graph"]) || isObject(value["nodes"]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
