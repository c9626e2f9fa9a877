import type { PolicyRequest } from "@ambit/core";
import { newEnforcer, newModelFromString, StringAdapter } from "casbin";
import { CONDITIONS } from "./agent-policy.ts";

/** Stock casbin over the same model and rules, asked about one principal of a request. */
export interface CasbinPeer {
  readonly enforceEx: (request: PolicyRequest, principal: string) => Promise<boolean>;
  readonly enforceSync: (request: PolicyRequest, principal: string) => boolean;
}

/**
 * Loads casbin.
 *
 * The model's functions are given to it in their cheapest form, which suffices for these rules: the comparison is in
 * casbin's favour.
 */
export async function casbinPeer(policy: {
  readonly model: string;
  readonly rules: string;
}): Promise<CasbinPeer> {
  const enforcer = await newEnforcer(newModelFromString(policy.model), new StringAdapter(policy.rules));
  await enforcer.addFunction("span", inSpan);
  await enforcer.addFunction("glob", isUnder);
  await enforcer.addFunction("when", holds);
  return {
    enforceEx: async (request, principal) => (await enforcer.enforceEx(...valuesOf(request, principal)))[0],
    enforceSync: (request, principal) => enforcer.enforceSync(...valuesOf(request, principal)),
  };
}

function valuesOf(request: PolicyRequest, principal: string): readonly unknown[] {
  const { tool, action, resources, sensitivity, intent, depth, env, args } = request;
  const rank = ["public", "internal", "confidential", "restricted"].indexOf(sensitivity);
  return [principal, tool, action, resources[0], rank, intent, depth, env, args];
}

function inSpan(value: number, span: string): boolean {
  if (span === "*") return true;
  const [from, to] = span.split("..").map(Number);
  return value >= Number(from) && value <= Number(to ?? from);
}

function isUnder(resource: string, pattern: string): boolean {
  return resource.startsWith(pattern.slice(0, -2));
}

function holds(text: string, env: { readonly attempt: number }, args: { readonly amount: number }): boolean {
  return CONDITIONS[text]?.(env, args) === true;
}
