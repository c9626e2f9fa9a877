import { type JsonObject, leafPaths, pathCovers, replaceAt } from "@ambit/core";

import { nearestWord } from "../finding/nearest-word.ts";
import { type WrittenProvenance, writtenPaths } from "./written-provenance.ts";

/** A path in a provenance that names no argument of the call. */
export interface StrayPath {
  readonly key: string;
  readonly path: string;
  /** The nearest path that there is. */
  readonly suggestion?: string;
}

/** The paths that name no argument of the call. */
export function strayPaths(provenance: WrittenProvenance, args: JsonObject): readonly StrayPath[] {
  const leaves = leafPaths(args);
  return writtenPaths(provenance).flatMap(({ key, path }) => {
    const isThere =
      path === "*" ||
      leaves.some((leaf) => pathCovers(path, leaf)) ||
      replaceAt(args, path, (value) => value).count > 0;
    if (isThere) return [];
    const suggestion = nearestWord(path, [...leaves, ...Object.keys(args)]);
    return [suggestion === undefined ? { key, path } : { key, path, suggestion }];
  });
}
