import { type Ambit, createAmbit } from "@ambit/langchain";
import { memoryLedger } from "@ambit/ledger";
import { defaultModel } from "@ambit/policy";
import type { AgentMiddleware } from "langchain";

/** What stands between a behaviour and its host: nothing, or Ambit. */
export interface Cover {
  readonly name: string;
  readonly middleware: readonly AgentMiddleware[];
  protect<T extends object>(target: T): T;
  tools<T extends readonly object[]>(tools: T): T;
  run<T>(fn: () => Promise<T>): Promise<T>;
}

/** Without Ambit. */
export const bare: Cover = {
  name: "bare",
  middleware: [],
  protect: (target) => target,
  tools: (tools) => tools,
  run: (fn) => fn(),
};

const RULES = `
p, R1, any, *, *, **, *, *, *, true, allow, none
g, user:alice, any
g, bot, any
g, inner, any
g3, work/all, work
`;

/** With Ambit, and a policy that allows everything to these tools. */
export async function covered(names: readonly string[]): Promise<Cover> {
  const entry = { action: "use", effect: "read", sensitivity: "public", idempotent: true, risk: "low" };
  const tools = Object.fromEntries(names.map((name) => [name, entry]));
  const policy = { model: defaultModel, rules: RULES, tools };
  const ambit: Ambit = await createAmbit({ policy, ledger: memoryLedger() });
  const request = { subject: "user:alice", purpose: "work", goal: "whatever", budget: { calls: 1000 } };
  return {
    name: "covered",
    middleware: [ambit.middleware()],
    protect: (target) => ambit.protect(target, { agent: "bot" }),
    tools: (each) => ambit.tools(each),
    run: (fn) => ambit.run(request, fn),
  };
}
