import type { PolicyPort } from "@ambit/core";
import { basename, resolve } from "node:path";
import { realPath } from "./real-path.ts";

/** Paths, and their last segments. */
export interface Protection {
  readonly paths: readonly string[];
  readonly names: readonly string[];
}

/** What is protected from whom. */
export interface Protections {
  /** From every tool that is no plain read. */
  readonly written: Protection;
  /** From reading, too. */
  readonly read: Protection;
}

/** What the application protects beside the policy: real paths. */
interface Beside {
  readonly protectedPaths: readonly string[];
  readonly keyFiles: readonly string[];
}

const known = new WeakMap<Beside, WeakMap<PolicyPort, Protections>>();

/** What is protected under a policy: its own files and what lies beside; once per policy, for it does not change. */
export function protectionsOf(beside: Beside, policy: PolicyPort): Protections {
  const ofPolicies = known.get(beside) ?? new WeakMap<PolicyPort, Protections>();
  known.set(beside, ofPolicies);
  const before = ofPolicies.get(policy);
  if (before !== undefined) return before;
  const { keyFiles, protectedPaths: others } = beside;
  const written = protectionOf([...others, ...keyFiles, ...protectedPaths(policy.files)]);
  const protections = Object.freeze({ written, read: protectionOf(keyFiles) });
  ofPolicies.set(policy, protections);
  return protections;
}

function protectionOf(paths: readonly string[]): Protection {
  const names = Object.freeze(paths.map((path) => basename(path)));
  return Object.freeze({ paths: Object.freeze([...paths]), names });
}

/** Each path as it is written and as it really is, both absolute: a link to it must not hide it. */
export function protectedPaths(paths: readonly string[]): readonly string[] {
  const absolute = paths.map((path) => resolve(path));
  return Object.freeze([...new Set([...absolute, ...absolute.map((path) => realPath(path))])]);
}
