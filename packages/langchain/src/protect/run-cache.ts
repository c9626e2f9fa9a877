import { currentFrame, type Frame } from "@ambit/gate";
import type { CacheKey as Key, HostCache, HostGraph } from "./shape.ts";

const limited = new WeakSet<HostGraph>();

/**
 * Lets the cache of a graph hold for one run and its actors alone; outside of every run it is as it was.
 *
 * The host answers a node or a task from its cache without running it: what one subject got would be given to the next one,
 * and no tool in it would be asked for (L1). Which of them calls tools cannot be seen. The host takes the cache when the
 * graph starts, hence in the frame in which it does.
 */
export function limitCache(graph: HostGraph): void {
  if (limited.has(graph)) return;
  limited.add(graph);
  let own = graph.cache;
  const get = (): HostCache | null | undefined => {
    const frame = currentFrame();
    // a copy of the graph may have got a limited cache: that one is limited again
    return frame === undefined || own === undefined || own === null ? own : limitedTo(frame, own);
  };
  const set = (next: HostCache | null | undefined): void => {
    own = next;
  };
  Object.defineProperty(graph, "cache", { get, set, enumerable: true, configurable: false });
}

function limitedTo({ run, actors }: Frame, cache: HostCache): HostCache {
  const mine = [`ambit:${run.id}`, actors.map(encodeURIComponent).join(">")];
  const here = ([namespace, key]: Key): Key => [[...mine, ...namespace], key];
  const back = ([namespace, key]: Key): Key => [namespace.slice(mine.length), key];
  const rename = <T extends { readonly key: Key }>(entries: readonly T[], to: (key: Key) => Key): T[] =>
    entries.map((entry) => ({ ...entry, key: to(entry.key) }));
  return {
    get: async (keys) => rename(await cache.get(keys.map(here)), back),
    set: async (entries) => cache.set(rename(entries, here)),
    clear: async (namespaces) => cache.clear(namespaces.map((namespace) => [...mine, ...namespace])),
  };
}
