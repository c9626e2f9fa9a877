import type { PolicyPort } from "@ambit/core";
import { basename, resolve } from "node:path";
import { realPath } from "./real-path.ts";

/** Paths that no tool may write, and their last segments. */
export interface Protection {
  readonly paths: readonly string[];
  readonly names: readonly string[];
}

const known = new WeakMap<readonly string[], WeakMap<PolicyPort, Protection>>();

/** What is protected under a policy: its own files and `beside`; once per policy, for it does not change. */
export function protectionOf(beside: readonly string[], policy: PolicyPort): Protection {
  const ofPolicies = known.get(beside) ?? new WeakMap<PolicyPort, Protection>();
  known.set(beside, ofPolicies);
  const before = ofPolicies.get(policy);
  if (before !== undefined) return before;
  const paths = Object.freeze([...beside, ...protectedPaths(policy.files)]);
  const protection = Object.freeze({ paths, names: Object.freeze(paths.map((path) => basename(path))) });
  ofPolicies.set(policy, protection);
  return protection;
}

/** Each path as it is written and as it really is, both absolute: a link to it must not hide it. */
export function protectedPaths(paths: readonly string[]): readonly string[] {
  const absolute = paths.map((path) => resolve(path));
  return Object.freeze([...new Set([...absolute, ...absolute.map((path) => realPath(path))])]);
}
