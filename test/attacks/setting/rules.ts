import { READ } from "../../house/house.ts";

export const TOOLS = { t: READ };

export function model(matcher: string, effect = "some(where (p.eft == allow))"): string {
  return `[request_definition]
r = sub, obj, env, args
[policy_definition]
p = sub, rule, obj, eft
[policy_effect]
e = ${effect}
[matchers]
m = ${matcher}
`;
}
