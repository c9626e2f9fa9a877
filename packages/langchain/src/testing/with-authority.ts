import { AmbitError } from "@ambit/core";
import { inFrame, type RunRequest } from "@ambit/gate";
import type { Ambit } from "../instance/ambit.ts";
import { gateOf } from "../instance/gates.ts";

/** A run request, with the instance whose tools are under test and the agent in whose name they are called. */
export interface Authority extends RunRequest {
  readonly ambit: Ambit;
  readonly agent: string;
}

/**
 * Calls `fn` in a run, as an agent, so that a test can call sealed tools directly.
 *
 * Nothing is skipped: policy, budgets and ledger are the real ones. Throws `testing_refused` in production.
 */
export async function withAuthority<T>(authority: Authority, fn: () => T | PromiseLike<T>): Promise<T> {
  if (process.env["NODE_ENV"] === "production") throw new AmbitError("testing_refused");
  const { ambit, agent, ...request } = authority;
  const gate = gateOf(ambit);
  return gate.run(request, async () => inFrame(await gate.enterAgent(agent), fn));
}
