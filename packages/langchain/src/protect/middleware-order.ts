import { middlewareGate, providerToolsOf } from "../middleware/middleware.ts";
import { type HostAgent, isAgent } from "./shape.ts";

/** What the middleware of an agent means for its tools. */
export interface MiddlewareOrder {
  /** Whether it has `ambit.middleware()`, which seals and hides the tools that come with a request. */
  readonly ambit: boolean;
  /**
   * What wraps model calls and stands after it in the list, by name: it sees each request later, and may offer the model
   * what was hidden. Calls are decided all the same; tools of the provider are not.
   */
  readonly after: readonly string[];
}

/** The order of an agent's middleware; undefined for a graph, which has none. */
export function middlewareOrder(target: object): MiddlewareOrder | undefined {
  if (!isAgent(target)) return undefined;
  const list = target.options.middleware ?? [];
  const own = list.findLastIndex((middleware) => middlewareGate(middleware) !== undefined);
  const after = own < 0 ? [] : list.slice(own + 1).filter(wrapsModelCalls);
  return Object.freeze({ ambit: own >= 0, after: Object.freeze(after.map(({ name }) => String(name))) });
}

/** The tools of the provider that the model may be offered; undefined where nothing withholds the others. */
export function offeredByProvider(target: object): readonly string[] | undefined {
  const list = isAgent(target) ? (target.options.middleware ?? []) : [];
  const own = list.filter((middleware) => middlewareGate(middleware) !== undefined);
  return own.length === 0 ? undefined : own.flatMap(providerToolsOf);
}

function wrapsModelCalls(middleware: NonNullable<HostAgent["options"]["middleware"]>[number]): boolean {
  return typeof (middleware as { readonly wrapModelCall?: unknown }).wrapModelCall === "function";
}
