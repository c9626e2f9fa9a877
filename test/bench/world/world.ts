import type { PolicyRequest } from "@ambit/core";
import type { PlainRule } from "./plain-rule.ts";

/** The texts of a policy, as Ambit and casbin read them. */
interface Texts {
  readonly model: string;
  readonly rules: string;
  readonly tools: string;
}

/** From a name to what it belongs to. */
export type Links = ReadonlyMap<string, readonly string[]>;

/** One policy at one size, and the calls that are decided under it. */
export interface World {
  readonly name: string;
  readonly size: number;
  readonly texts: Texts;
  readonly rules: readonly PlainRule[];
  readonly roles: Links;
  readonly toolsets: Links;
  readonly purposes: Links;
  /** Allowed by a rule; denied by a rule; denied because no rule matches. */
  readonly hot: Readonly<Record<"allow" | "deny" | "noRule", PolicyRequest>>;
  /** So many calls of up to 500 users and more: nine in ten are allowed. */
  rotating(count: number): readonly PolicyRequest[];
}

/** A name and all that it belongs to, directly or not. */
export function closure(links: Links, name: string): readonly string[] {
  const reached = new Set([name]);
  // a set hands out what is added while it is walked
  for (const at of reached) for (const above of links.get(at) ?? []) reached.add(above);
  return [...reached];
}
