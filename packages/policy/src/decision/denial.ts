import type { CodeName, PolicyAnswer } from "@ambit/core";

import { AttributeMissing } from "../condition/attribute-missing.ts";
import { EnginesDiffer } from "./engines-differ.ts";
import type { Verdict } from "./evaluator.ts";

/** Why something is denied. */
export interface Denial {
  readonly reason: CodeName;
  readonly detail?: string;
}

/** The denial that a throw means. Messages come from the policy's own functions and name no value. */
export function faultDenial(fault: unknown): Denial {
  if (fault instanceof AttributeMissing) return { reason: "attribute_missing", detail: fault.attribute };
  if (fault instanceof EnginesDiffer) return { reason: "engine_difference" };
  return { reason: "policy_error", detail: fault instanceof Error ? fault.message : "a rule threw" };
}

/** Why a verdict denies; undefined when it does not. */
export function denialOf(verdict: Verdict): Denial | undefined {
  if ("fault" in verdict) return faultDenial(verdict.fault);
  if (verdict.allowed) return undefined;
  const denied = verdict.matched.some((rule) => rule.ref.effect === "deny");
  return { reason: denied ? "policy_denied" : "policy_no_match" };
}

/** The answer to a request that no rule was asked about. */
export function refuse(denial: Denial, version: string): PolicyAnswer {
  return { effect: "deny", ...denial, obligations: [], matched: [], answers: [], version };
}
