import type { PolicyPort } from "@ambit/core";
import { resolve } from "node:path";
import { realPath } from "./real-path.ts";

const known = new WeakMap<PolicyPort, readonly string[]>();

/** The files of a policy as paths that no tool may write; once per policy, for it does not change. */
export function pathsOfPolicy(policy: PolicyPort): readonly string[] {
  const before = known.get(policy);
  if (before !== undefined) return before;
  const paths = protectedPaths(policy.files);
  known.set(policy, paths);
  return paths;
}

/** Each path as it is written and as it really is, both absolute: a link to it must not hide it. */
export function protectedPaths(paths: readonly string[]): readonly string[] {
  const absolute = paths.map((path) => resolve(path));
  return Object.freeze([...new Set([...absolute, ...absolute.map((path) => realPath(path))])]);
}
