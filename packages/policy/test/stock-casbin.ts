import { type Enforcer, newEnforcer, newModelFromString, StringAdapter } from "casbin";

import { matcherFunctions } from "../src/function/known-functions.ts";

const OWN = ["span", "glob", "when"];

/** Unmodified casbin with the same model and rules; Ambit's three functions are registered with `addFunction`. */
export async function stockCasbin(model: string, rules: string): Promise<Enforcer> {
  const enforcer = await newEnforcer(newModelFromString(model), new StringAdapter(rules));
  for (const [name, call] of matcherFunctions()) {
    if (OWN.includes(name)) await enforcer.addFunction(name, call as (...values: unknown[]) => boolean);
  }
  return enforcer;
}

/** What casbin says: its decision and the fields of the rule that it names, or that it threw. */
export function stockAnswer(enforcer: Enforcer, values: readonly unknown[]): string {
  try {
    return JSON.stringify(enforcer.enforceExSync(...(values as string[])));
  } catch {
    return "threw";
  }
}
