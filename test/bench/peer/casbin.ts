import type { PolicyRequest } from "@ambit/core";
import { type Enforcer, newEnforcer, type Model, newModelFromString, StringAdapter } from "casbin";
import type { Limit } from "../world/plain-rule.ts";
import { conditionText } from "../world/texts.ts";
import type { World } from "../world/world.ts";
import type { Peer } from "./peer.ts";

/** Casbin's asynchronous decision, which names a rule. */
export const casbinEx: Peer = {
  name: "casbin enforceEx",
  load: async (world) => {
    const enforcer = await enforcerOf(world);
    return {
      prepare: (call) => {
        const values = valuesOf(call, world);
        return async () => (await enforcer.enforceEx(...values))[0];
      },
    };
  },
};

/** Casbin's synchronous decision. */
export const casbinSync: Peer = {
  name: "casbin enforceSync",
  load: async (world) => {
    const enforcer = await enforcerOf(world);
    return {
      prepare: (call) => {
        const values = valuesOf(call, world);
        return () => enforcer.enforceSync(...values);
      },
    };
  },
};

/** One for both ways of asking: the last world's. */
let loaded: { readonly world: World; readonly enforcer: Promise<Enforcer> } | undefined;

function enforcerOf(world: World): Promise<Enforcer> {
  if (loaded?.world !== world) loaded = { world, enforcer: load(world) };
  return loaded.enforcer;
}

/**
 * Loads casbin.
 *
 * The functions of the agent model are given to it in their cheapest form, which suffices for these rules: the
 * comparison is in casbin's favour.
 */
async function load({ name, texts, rules }: World): Promise<Enforcer> {
  const enforcer = await newEnforcer(newModelFromString(texts.model), new RowAdapter(texts.rules));
  if (name !== "agent") return enforcer;
  const limits = new Map(rules.map((rule) => [conditionText(rule, ""), rule.when]));
  await enforcer.addFunction("span", inSpan);
  await enforcer.addFunction("glob", isUnder);
  await enforcer.addFunction("when", (text: string, env: Named, args: Named) =>
    holds(limits.get(text), env, args),
  );
  return enforcer;
}

/** Puts plain rows into the model at once; casbin's own adapters take seconds for what fits into one. */
class RowAdapter extends StringAdapter {
  override async loadPolicy(model: Model): Promise<void> {
    for (const line of this.policy.split("\n")) {
      const [ptype = "", ...fields] = line.split(", ");
      model.model.get(ptype.charAt(0))?.get(ptype)?.policy.push(fields);
    }
  }
}

function valuesOf(call: PolicyRequest, { name }: World): readonly unknown[] {
  const { tool, action, resources, sensitivity, intent, depth, env, args } = call;
  const principal = call.principals[0]?.id;
  if (name !== "agent") return [principal, tool, action, resources[0], env, args];
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

type Named = Readonly<Record<string, number>>;

function holds(limit: Limit | undefined, env: Named, args: Named): boolean {
  if (limit === undefined) return true;
  return Number(limit.of === "attempt" ? env["attempt"] : args["amount"]) <= limit.most;
}
