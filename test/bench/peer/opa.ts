import { loadPolicy } from "@open-policy-agent/opa-wasm";
import { readFile } from "node:fs/promises";
import { type Facts, factsOf } from "../world/facts.ts";
import type { PlainRule } from "../world/plain-rule.ts";
import { closure, type World } from "../world/world.ts";
import type { Peer } from "./peer.ts";

/** Rego compiled to WebAssembly (`rego/ambit.rego`); the rules are its data, grouped by user or role. */
export const opaWasm: Peer = {
  name: "opa-wasm",
  load: async (world) => {
    const module = await readFile(new URL("rego/ambit.wasm", import.meta.url));
    const policy = await loadPolicy(module);
    policy.setData(dataOf(world));
    // one role with many patterns is the same question as many roles with a few
    const entrypoint = `ambit/${world.name === "S3" ? "s1" : world.name.toLowerCase()}`;
    return {
      prepare: (call) => {
        const input = inputOf(factsOf(call, world));
        return () =>
          (policy.evaluate(input, entrypoint) as readonly [{ readonly result: boolean }])[0].result;
      },
    };
  },
};

interface Group {
  readonly allow: object[];
  readonly deny: object[];
}

function dataOf({ rules, roles }: World): object {
  const groups = new Map<string, Group>();
  for (const rule of rules) {
    const group = groups.get(rule.subject) ?? { allow: [], deny: [] };
    groups.set(rule.subject, group);
    group[rule.effect].push(datumOf(rule));
  }
  const users = [...roles.keys()].filter((name) => name.startsWith("user:"));
  return {
    rules: Object.fromEntries(groups),
    roles: Object.fromEntries(users.map((user) => [user, closure(roles, user)])),
  };
}

function datumOf({ tool, action, folder, sensitivity, purpose, depth, when }: PlainRule): object {
  return {
    tool: tool ?? "*",
    action: action ?? "*",
    start: folder === undefined ? "" : `${folder}/`,
    purpose: purpose ?? "*",
    of: when?.of ?? "none",
    most: when?.most ?? 0,
    ...(sensitivity === undefined ? {} : { sensitivity }),
    ...(depth === undefined ? {} : { depth }),
  };
}

function inputOf({ user, tool, toolsets, action, resource, purposes, ...numbers }: Facts): object {
  const { sensitivity, depth, attempt, amount } = numbers;
  return { user, tool, toolsets, action, resource, purposes, sensitivity, depth, attempt, amount };
}
