import type { PolicyRequest } from "@ambit/core";
import { newEnforcer, newModelFromString, StringAdapter } from "casbin";

/** Asks casbin about one principal of a request. */
export type CasbinPeer = (request: PolicyRequest, principal: string) => Promise<boolean>;

/**
 * Stock casbin over the same model and rules, by `enforceEx`.
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
  await enforcer.addFunction("when", (text: string) => text === "true");
  return async (request, principal) => {
    const { tool, action, resources, sensitivity, intent, depth, env, args } = request;
    const rank = ["public", "internal", "confidential", "restricted"].indexOf(sensitivity);
    const [allowed] = await enforcer.enforceEx(
      principal,
      tool,
      action,
      resources[0],
      rank,
      intent,
      depth,
      env,
      args,
    );
    return allowed;
  };
}

function inSpan(value: number, span: string): boolean {
  if (span === "*") return true;
  const [from, to] = span.split("..").map(Number);
  return value >= Number(from) && value <= Number(to ?? from);
}

function isUnder(resource: string, pattern: string): boolean {
  return resource.startsWith(pattern.slice(0, -2));
}
