/** A compiled graph of LangGraph, by shape. */
export interface HostGraph {
  readonly lg_is_pregel: true;
  readonly nodes: Readonly<Record<string, unknown>>;
  /** What the graph was compiled from: holds the runnables of its conditional edges, by node and name. */
  readonly builder?: {
    readonly branches?: Readonly<Record<string, Readonly<Record<string, { readonly path: unknown }>>>>;
  };
  /** `false`: none, whatever its parent has; absent or `true`: its parent's. */
  readonly checkpointer?: unknown;
  /** Where results of nodes and tasks are kept. */
  readonly cache?: HostCache | null;
  /** What it was bound with. */
  readonly config?: GraphOptions;
  /** Behind every entry point: runs the graph, one yield per chunk of its stream. */
  readonly _streamIterator: (
    this: HostGraph,
    input: unknown,
    options?: GraphOptions,
  ) => AsyncGenerator<unknown, unknown>;
}

export interface GraphOptions {
  readonly signal?: AbortSignal;
  readonly configurable?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Where a result lies in a cache. */
export type CacheKey = readonly [namespace: readonly string[], key: string];

/** A cache of the host, by shape. */
export interface HostCache {
  get(keys: readonly CacheKey[]): Promise<readonly { readonly key: CacheKey; readonly value: unknown }[]>;
  set(entries: readonly { readonly key: CacheKey; readonly value: unknown }[]): Promise<void>;
  clear(namespaces: readonly (readonly string[])[]): Promise<void>;
}

/** Where a graph keeps its threads, by shape. */
export interface HostCheckpointer {
  list(
    config: { readonly configurable: Readonly<Record<string, unknown>> },
    options: { readonly limit: number },
  ): AsyncIterable<{ readonly metadata?: Readonly<Record<string, unknown>> }>;
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

/** A tool as other middleware asks for it to be run. */
interface ToolRequest {
  readonly tool?: unknown;
  readonly toolCall?: { readonly name?: unknown };
}

type Handler = (request: ToolRequest) => unknown;
type WrapToolCall = (request: ToolRequest, handler: Handler) => unknown;

/** The tool node of `createAgent` beside middleware that wraps tool calls, by shape. */
export interface WrappedToolNode {
  readonly tools: readonly unknown[];
  readonly wrapToolCall: WrapToolCall;
}

export function isWrappedToolNode(value: object): value is WrappedToolNode {
  const { tools, wrapToolCall } = value as Partial<WrappedToolNode>;
  return Array.isArray(tools) && typeof wrapToolCall === "function";
}

/**
 * The model node of `createAgent`: a function of the host's, which calls the model.
 *
 * By the one method that its class overrides; a name could be anybody's.
 */
export function isModelNode(value: object): boolean {
  const own = Object.getPrototypeOf(value) as object;
  const base = Object.getPrototypeOf(own) as object | null;
  return Object.hasOwn(own, "getState") && base !== null && Object.hasOwn(base, "setState");
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

export function isRunnable(value: object): boolean {
  return (value as { readonly lc_runnable?: unknown }).lc_runnable === true;
}

/** Whether a value can be called as a tool: it is named, says what it takes, and runs. */
export function isTool(value: object): boolean {
  const { name, schema, invoke } = value as Readonly<Record<string, unknown>>;
  return (
    typeof name === "string" && typeof schema === "object" && schema !== null && typeof invoke === "function"
  );
}

/** A plain object: the named steps of a map, or options. */
export function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isPregel(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && (value as { lg_is_pregel?: unknown }).lg_is_pregel === true
  );
}
