import { oneOf } from "@ambit/core";
import type { GoalRequest, RunRequest } from "@ambit/gate";
import type { Asked, Goal } from "./operation.ts";

/** What trusted code asks the product for. */
export function requestOf({ subject, roles, depth, branch, adopt, ...task }: Asked): RunRequest {
  return {
    subject: { id: subject, roles },
    ...taskOf(task),
    ...(depth === undefined ? {} : { depth }),
    ...(branch === undefined ? {} : { branch: { max: branch } }),
    ...(adopt === undefined ? {} : { adopt }),
  };
}

/** For what trusted code asks when it changes the goal. */
export function goalRequestOf({ agrees, ...task }: Goal): GoalRequest {
  return { ...taskOf(task), ...(agrees === undefined ? {} : { approve: "boss" }) };
}

function taskOf({ purpose, named, allow, budget, ttl }: Goal): Omit<GoalRequest, "approve"> {
  return {
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
