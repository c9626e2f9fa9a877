import type { PolicyPort, ReloadablePolicy } from "@ambit/core";
import type { GateContext } from "../context.ts";

/** Whether a policy can be exchanged while it decides. */
export function isReloadable(policy: PolicyPort): policy is ReloadablePolicy {
  const { pin, reload, health, observe } = policy as Partial<ReloadablePolicy>;
  return [pin, reload, health, observe].every((member) => typeof member === "function");
}

/** The policy in force, for as long as one call is decided: a reload in the middle of it changes nothing of it. */
export function policyInForce({ policy }: Pick<GateContext, "policy">): PolicyPort {
  return isReloadable(policy) ? policy.pin() : policy;
}
