import { oneOf } from "@ambit/core";
import type { RunRequest } from "@ambit/gate";
import type { Asked } from "./operation.ts";

/** What trusted code asks the product for. */
export function requestOf({ subject, roles, purpose, named, allow, budget, ttl }: Asked): RunRequest {
  return {
    subject: { id: subject, roles },
    purpose,
    goal: named === undefined ? "Do it" : `Do it for ${named}, please`,
    ...(budget === undefined ? {} : { budget }),
    ...(ttl === undefined ? {} : { ttl: `${ttl}ms` }),
    ...(allow === undefined
      ? {}
      : {
          allow: allow.map(({ tool, ids, resources }) => ({
            tool,
            ...(ids === undefined ? {} : { args: { id: oneOf(ids) } }),
            ...(resources === undefined ? {} : { resources }),
          })),
        }),
  };
}
