import { isAgent, isGraph, isRemoteGraph } from "./shape.ts";

/** A tool, or something like one, that an agent or graph can call. */
export interface Reached {
  readonly tool: object;
  /** Where it hangs: node names, joined by `/`. */
  readonly path: string;
  /** Under a node that may answer from a cache, without the tool and its seal. */
  readonly cached: boolean;
}

/** Members by which one runnable holds others. */
const INNER = [
  "bound",
  "steps",
  "first",
  "middle",
  "last",
  "subgraphs",
  "branches",
  "default",
  "runnable",
] as const;

/**
 * Every tool that hangs on an agent or graph: of its tool nodes, its nested graphs and its middleware.
 *
 * What a function keeps in its closure cannot be seen; such tools are sealed with `ambit.tools`.
 */
export function reach(target: object): Reached[] {
  const found = new Map<object, Reached>();
  visit(target, { path: "", cached: false, seen: new Set(), found });
  return [...found.values()];
}

interface Walk {
  readonly path: string;
  readonly cached: boolean;
  readonly seen: Set<object>;
  readonly found: Map<object, Reached>;
}

function visit(value: unknown, walk: Walk): void {
  if (typeof value !== "object" || value === null || walk.seen.has(value)) return;
  walk.seen.add(value);
  if (isAgent(value)) {
    collect(value.options.tools, walk);
    for (const { tools, name } of value.options.middleware ?? []) collect(tools, below(walk, String(name)));
    visit(value.graph, walk);
  } else if (isGraph(value)) {
    for (const [name, node] of Object.entries(value.nodes)) visit(node, belowNode(walk, name, node));
  } else if (isRemoteGraph(value)) {
    add(value, walk);
  } else visitRunnable(value, walk);
}

function visitRunnable(value: object, walk: Walk): void {
  const members = value as Readonly<Record<string, unknown>>;
  if (Array.isArray(members["tools"])) collect(members["tools"], walk);
  for (const member of INNER) {
    const inner = members[member];
    for (const item of isList(inner) ? Object.values(inner) : [inner]) visit(item, walk);
  }
}

function collect(tools: readonly unknown[] | undefined, walk: Walk): void {
  for (const tool of tools ?? []) if (typeof tool === "object" && tool !== null) add(tool, walk);
}

function add(tool: object, walk: Walk): void {
  const known = walk.found.get(tool);
  const { path, cached } = walk;
  walk.found.set(
    tool,
    known === undefined ? { tool, path, cached } : { ...known, cached: known.cached || cached },
  );
}

function below(walk: Walk, name: string): Walk {
  return { ...walk, path: walk.path === "" ? name : `${walk.path}/${name}` };
}

function belowNode(walk: Walk, name: string, node: unknown): Walk {
  const { cachePolicy } = (node ?? {}) as { readonly cachePolicy?: unknown };
  const next = below(walk, name);
  return cachePolicy === undefined ? next : { ...next, cached: true };
}

/** A list, or the named steps of a map; a single runnable is neither. */
function isList(value: unknown): value is object {
  return (
    Array.isArray(value) ||
    (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
  );
}
