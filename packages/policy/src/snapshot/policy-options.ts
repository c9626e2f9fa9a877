import { AmbitError, type PolicyAnswer } from "@ambit/core";

import { nearestWord } from "../finding/nearest-word.ts";
import type { PolicyFunction } from "../function/policy-function.ts";

const ENGINES = ["compiled", "casbin"] as const;

/** How a policy is loaded. */
export interface PolicyOptions {
  /** Functions of the application that the matcher may call, by name. */
  readonly functions?: Readonly<Record<string, PolicyFunction>>;
  /**
   * The schemas of tools' arguments by tool, zod 4 or JSON Schema, for tools whose manifest entry has no `inputSchema`
   * or an older one. What the policy reads of arguments is checked against them.
   */
  readonly schemas?: Readonly<Record<string, unknown>>;
  /** What decides: rules compiled and indexed (default), or casbin's own enforcer, which tries every rule. */
  readonly engine?: (typeof ENGINES)[number];
  /** The share of decisions, 0 to 1, that the other engine decides too; default 0. Where they differ the narrower answer holds. */
  readonly shadow?: number;
  /** Told of each decision on which the engines differ; a throw is only warned of. */
  readonly onDifference?: (difference: NonNullable<PolicyAnswer["difference"]>) => void;
}

/** Throws `config_invalid` when an option of the engines is none. */
export function checkEngines({ engine, shadow, onDifference }: PolicyOptions): void {
  if (engine !== undefined && !ENGINES.includes(engine)) {
    const meant = nearestWord(String(engine), ENGINES) ?? ENGINES.join(" or ");
    throw new AmbitError("config_invalid", { option: "engine", meant });
  }
  if (shadow !== undefined && !(typeof shadow === "number" && shadow >= 0 && shadow <= 1))
    throw new AmbitError("config_invalid", { option: "shadow", why: "it is a share, 0 to 1" });
  if (onDifference !== undefined && typeof onDifference !== "function")
    throw new AmbitError("config_invalid", { option: "onDifference", why: "it is a function" });
}
