/** A compiled graph of LangGraph, by shape. */
export interface HostGraph {
  readonly lg_is_pregel: true;
  readonly nodes: Readonly<Record<string, unknown>>;
  /** Behind every entry point: runs the graph, one yield per chunk of its stream. */
  readonly _streamIterator: (
    this: HostGraph,
    input: unknown,
    options?: GraphOptions,
  ) => AsyncGenerator<unknown, unknown>;
}

export interface GraphOptions {
  readonly signal?: AbortSignal;
}

/** An agent of `createAgent`, by shape. */
export interface HostAgent {
  readonly graph: HostGraph;
  readonly options: {
    readonly tools?: readonly unknown[];
    readonly middleware?: readonly HostMiddleware[];
  };
}

interface HostMiddleware {
  readonly name?: unknown;
  readonly tools?: readonly unknown[];
}

/** Whether a value is a graph that runs in this process. */
export function isGraph(value: unknown): value is HostGraph {
  if (!isPregel(value)) return false;
  const { nodes, _streamIterator } = value as Readonly<Record<string, unknown>>;
  return typeof nodes === "object" && nodes !== null && typeof _streamIterator === "function";
}

/** Whether a value is a graph that another process runs: it looks like a graph and has no nodes. */
export function isRemoteGraph(value: unknown): boolean {
  return isPregel(value) && !isGraph(value);
}

export function isAgent(value: unknown): value is HostAgent {
  if (typeof value !== "object" || value === null) return false;
  const { graph, options } = value as { readonly graph?: unknown; readonly options?: unknown };
  return isGraph(graph) && typeof options === "object" && options !== null;
}

function isPregel(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && (value as { lg_is_pregel?: unknown }).lg_is_pregel === true
  );
}
