import { originalBound } from "../seal/guarded.ts";
import {
  type HostGraph,
  isAgent,
  isGraph,
  isModelNode,
  isRecord,
  isRemoteGraph,
  isRunnable,
  isTool,
  isWrappedToolNode,
  type WrappedToolNode,
} from "./shape.ts";

/** A tool, or something like one, that an agent or graph can call. */
export interface Reached {
  readonly tool: object;
  /** Where it hangs: node names, joined by `/`. */
  readonly path: string;
  /** Under a node that may answer from a cache, without the tool and its seal. */
  readonly cached: boolean;
}

/** What hangs on an agent, graph or runnable. */
export interface Reach {
  readonly tools: readonly Reached[];
  /** Tool nodes beside middleware, which may bring tools of its own. */
  readonly toolNodes: readonly WrappedToolNode[];
  /** Where graph nodes are functions: what one keeps in its closure cannot be seen. */
  readonly opaque: readonly string[];
  /** What the walk did not go into. */
  readonly others: readonly Other[];
}

/** An agent or graph that acts under a name of its own. */
export interface Other {
  readonly target: object;
  readonly path: string;
}

/**
 * Every tool that hangs on an agent, graph or runnable: of its tool nodes, steps, branches, nested graphs and middleware.
 *
 * What a function keeps in its closure cannot be seen; such tools are sealed with `ambit.tools`. `isOther`: what not to go
 * into; absent: into all.
 */
export function reach(target: object, isOther: (value: object) => boolean = () => false): Reach {
  const sets = {
    isOther,
    others: new Map<object, Other>(),
    found: new Map<object, Reached>(),
    toolNodes: new Set<WrappedToolNode>(),
    opaque: new Set<string>(),
  };
  visit(target, { path: "", cached: false, inNode: false, seen: new Set(), seenCached: new Set(), ...sets });
  return {
    tools: [...sets.found.values()],
    toolNodes: [...sets.toolNodes],
    opaque: [...sets.opaque],
    others: [...sets.others.values()],
  };
}

interface Walk {
  readonly path: string;
  readonly cached: boolean;
  readonly seen: Set<object>;
  /** Apart: what hangs below a caching node and below another one counts as below the caching one. */
  readonly seenCached: Set<object>;
  readonly found: Map<object, Reached>;
  readonly toolNodes: Set<WrappedToolNode>;
  readonly opaque: Set<string>;
  readonly isOther: (value: object) => boolean;
  readonly others: Map<object, Other>;
  /** In what a node runs, and not in a tool of it. */
  readonly inNode: boolean;
}

function visit(value: unknown, walk: Walk): void {
  const seen = walk.cached ? walk.seenCached : walk.seen;
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (walk.isOther(value)) walk.others.set(value, { target: value, path: walk.path });
  else if (isAgent(value)) {
    collect(value.options.tools, walk);
    for (const { tools, name } of value.options.middleware ?? []) collect(tools, below(walk, String(name)));
    visit(value.graph, walk);
  } else if (isGraph(value)) visitGraph(value, walk);
  else if (isRemoteGraph(value)) add(value, walk);
  else visitMembers(value, walk);
}

function visitGraph({ nodes, builder }: HostGraph, walk: Walk): void {
  for (const [name, node] of Object.entries(nodes)) {
    const { bound } = (node ?? {}) as { readonly bound?: unknown };
    const inner = { ...belowNode(walk, name, node), inNode: false };
    visit(bound, { ...inner, inNode: true });
    visit(node, inner);
  }
  for (const [name, branches] of Object.entries(builder?.branches ?? {})) {
    for (const branch of Object.values(branches)) visit(branch.path, { ...below(walk, name), inNode: false });
  }
}

/** Whatever a runnable holds, by whatever name: the host has many ways to hold one runnable in another. */
function visitMembers(value: object, walk: Walk): void {
  if (isTool(value)) visitTool(value, walk);
  else if (isRunnable(value)) visitRunnable(value, walk);
  else if (isRecord(value) || Array.isArray(value)) visitAll(value, walk);
}

function visitTool(tool: object, walk: Walk): void {
  add(tool, walk);
  visitRunnable(tool, { ...walk, inNode: false });
}

function visitRunnable(value: object, walk: Walk): void {
  const { tools, func } = value as { readonly tools?: unknown; readonly func?: unknown };
  if (Array.isArray(tools)) collect(tools, walk);
  else if (walk.inNode && typeof func === "function" && !isModelNode(value)) walk.opaque.add(walk.path);
  if (isWrappedToolNode(value)) walk.toolNodes.add(value);
  visit(originalBound(value), walk);
  visitAll(value, walk);
}

function visitAll(value: object, walk: Walk): void {
  for (const member of Object.values(value)) visit(member, walk);
}

function collect(tools: readonly unknown[] | undefined, walk: Walk): void {
  for (const tool of tools ?? []) {
    if (typeof tool !== "object" || tool === null) continue;
    add(tool, walk);
    visit(tool, { ...walk, inNode: false });
  }
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
