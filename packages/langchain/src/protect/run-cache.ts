import { currentFrame, type Frame } from "@ambit/gate";
import type { CacheKey as Key, HostCache, HostGraph } from "./shape.ts";

const limited = new WeakSet<HostGraph>();

/**
 * Lets the cache of a graph hold for one run and its actors alone, and no longer than the run; outside of every run it is
 * as it was.
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
    set: async (entries) => {
      const renamed = rename(entries, here);
      await cache.set(renamed);
      clearAtEnd(run, cache, renamed);
    },
    clear: async (namespaces) => cache.clear(namespaces.map((namespace) => [...mine, ...namespace])),
  };
}

type Run = Frame["run"];

/** What runs keep in a cache, by the names of the namespaces. */
const kept = new WeakMap<Run, Map<HostCache, Map<string, Key[0]>>>();

/** Nobody reads after a run what it kept, and few caches forget by themselves: without this they would only grow. */
function clearAtEnd(run: Run, cache: HostCache, entries: readonly { readonly key: Key }[]): void {
  const caches = kept.get(run) ?? new Map<HostCache, Map<string, Key[0]>>();
  kept.set(run, caches);
  const known = caches.get(cache);
  const namespaces = known ?? new Map<string, Key[0]>();
  for (const { key } of entries) namespaces.set(key[0].join(), key[0]);
  if (known !== undefined && !run.closed) return;
  caches.set(cache, namespaces);
  // also of a result that came when the run had ended
  run.atEnd(() => void clear(cache, namespaces));
}

/** What cannot be cleared is of no use to anybody all the same. */
async function clear(cache: HostCache, namespaces: ReadonlyMap<string, Key[0]>): Promise<void> {
  try {
    // of no namespaces at all a cache would clear everything
    if (namespaces.size > 0) await cache.clear([...namespaces.values()]);
  } catch {
    // the run is over: there is nobody to tell
  }
}
