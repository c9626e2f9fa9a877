import { isAgent, isGraph, isRemoteGraph } from "./shape.ts";

/** A tool, or something like one, that an agent or graph can call. */
export interface Reached {
  readonly tool: object;
  /** Where it hangs: node names, joined by `/`. */
  readonly path: string;
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
  visit(target, { path: "", seen: new Set(), found });
  return [...found.values()];
}

interface Walk {
  readonly path: string;
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
    for (const [name, node] of Object.entries(value.nodes)) visit(node, below(walk, name));
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
  if (!walk.found.has(tool)) walk.found.set(tool, { tool, path: walk.path });
}

function below(walk: Walk, name: string): Walk {
  return { ...walk, path: walk.path === "" ? name : `${walk.path}/${name}` };
}

/** A list, or the named steps of a map; a single runnable is neither. */
function isList(value: unknown): value is object {
  return (
    Array.isArray(value) ||
    (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
  );
}
