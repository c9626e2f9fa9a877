import {
  type AlertPort,
  AmbitError,
  type ApprovalPort,
  type Clock,
  type CodeName,
  type LedgerPort,
  type PolicyPort,
  type ResolverPort,
  type ReviewPort,
  type ThreadPort,
} from "@ambit/core";
import type { loadPolicy, PolicyOptions } from "@ambit/policy";
import { nearest } from "./nearest.ts";

/** The texts of a policy, where it does not come from a folder. */
export type PolicyTexts = Exclude<Parameters<typeof loadPolicy>[0], { readonly folder: string }>;

/** What an Ambit instance is made of. */
export interface AmbitOptions {
  /** The policy folder, the policy's texts, or a ready policy. Required. */
  readonly policy: string | PolicyTexts | PolicyPort;
  /** What decides: the compiled rules (default), or casbin's own enforcer; not for a ready policy. */
  readonly engine?: PolicyOptions["engine"];
  /** The share of decisions, 0 to 1, that the other engine decides too; a difference is recorded. */
  readonly shadow?: number;
  /** Functions of the application that the policy's matcher may call; not for a ready policy. */
  readonly functions?: PolicyOptions["functions"];
  /** The ledger's folder or a ready ledger; default `.ambit`. */
  readonly ledger?: string | LedgerPort;
  /** Asks a person, where no checkpointer can suspend the graph. */
  readonly approve?: ApprovalPort;
  readonly alert?: AlertPort;
  readonly review?: ReviewPort;
  /**
   * Where conversation threads keep what they have left. Default: this process's memory; whoever resumes threads in another
   * process needs a store that both share.
   */
  readonly threads?: ThreadPort;
  /** Trusted functions that the manifest names under `resolve`. */
  readonly resolvers?: Readonly<Record<string, ResolverPort>>;
  /** Files and folders beside policy and ledger that no tool may write: checkpoints, configuration. */
  readonly protectedPaths?: readonly string[];
  /** Files and folders with keys and other secrets of the application: no tool may read or write them. */
  readonly keyFiles?: readonly string[];
  /** `masked` (default): free text as a digest and 120 masked characters. */
  readonly record?: "masked" | "full";
  /**
   * `every-call` (default): the policy is asked about every call. `per-task`: its answer is used again for calls of a run
   * that differ in nothing that any rule reads, for batch jobs and large policies; all else is looked at for every call.
   */
  readonly evaluation?: "every-call" | "per-task";
  /**
   * What a model reads of a denial behind its code, by reason: another wording, another language. Default: English.
   *
   * @example { constraint_violation: "Ein Argument liegt außerhalb der Aufgabe." }
   */
  readonly texts?: Readonly<Partial<Record<CodeName, string>>>;
  readonly clock?: Clock;
}

type Check = (value: unknown) => boolean;

const isFunction: Check = (value) => typeof value === "function";
const isText: Check = (value) => typeof value === "string" && value !== "";
const isObject: Check = (value) => typeof value === "object" && value !== null;

const CHECKS: Readonly<Record<keyof AmbitOptions, Check>> = {
  policy: (value) => isText(value) || isObject(value),
  engine: isText,
  shadow: (value) => typeof value === "number",
  functions: isObject,
  ledger: (value) => isText(value) || isLedger(value),
  approve: isFunction,
  alert: isFunction,
  review: isFunction,
  threads: isObject,
  resolvers: (value) => isObject(value) && Object.values(value as object).every(isFunction),
  protectedPaths: (value) => Array.isArray(value) && value.every(isText),
  keyFiles: (value) => Array.isArray(value) && value.every(isText),
  record: (value) => value === "masked" || value === "full",
  evaluation: (value) => value === "every-call" || value === "per-task",
  texts: isObject,
  clock: isFunction,
};

/** Throws `config_invalid` with the name of the first bad option, and the nearest known name for an unknown one. */
export function checkOptions(options: AmbitOptions): void {
  if (typeof options !== "object" || options === null)
    throw new AmbitError("config_invalid", { option: "options" });
  const known = Object.keys(CHECKS);
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue;
    const meant = nearest(option, known);
    throw new AmbitError("config_invalid", meant === undefined ? { option } : { option, meant });
  }
  for (const [option, check] of Object.entries(CHECKS)) {
    const value = (options as unknown as Record<string, unknown>)[option];
    if (value === undefined && option !== "policy") continue;
    if (!check(value)) throw new AmbitError("config_invalid", { option });
  }
  checkLoading(options);
}

/** How a policy is loaded cannot be said of one that is loaded. */
function checkLoading(options: AmbitOptions): void {
  const { policy } = options;
  if (typeof policy === "string" || !isPolicyPort(policy)) return;
  const option = (["engine", "shadow", "functions"] as const).find((name) => options[name] !== undefined);
  if (option === undefined) return;
  throw new AmbitError("config_invalid", { option, why: "the policy is loaded: give it to loadPolicy" });
}

export function isPolicyPort(policy: object): policy is PolicyPort {
  return typeof (policy as Partial<PolicyPort>).decide === "function";
}

function isLedger(value: unknown): boolean {
  return isObject(value) && typeof (value as Partial<LedgerPort>).append === "function";
}
