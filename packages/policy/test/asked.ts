import type { PolicyRequest } from "@ambit/core";

import type { PolicySnapshot } from "../src/index.ts";

const REQUEST: PolicyRequest = {
  principals: [{ id: "bot" }],
  tool: "t",
  action: "read",
  resources: ["file:///x"],
  sensitivity: "public",
  intent: "work",
  depth: 0,
  env: {},
  args: {},
};

/** What a policy says of a call, which is a harmless one but for `changes`: effect, reason, detail. */
export function asked(policy: PolicySnapshot, changes: object = {}): string {
  const { effect, reason, detail } = policy.decide({ ...REQUEST, ...changes });
  return [effect, reason, detail].filter((part) => part !== undefined).join(" ");
}
