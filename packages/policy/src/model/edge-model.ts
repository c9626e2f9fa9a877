import { defaultModel } from "./default-model.ts";

const REQUEST = "r2 = edge, from, to, tool, act, res, sens";
const RULE = "p2 = id, edge, from, to, tool, act, res, sens, eft";
// casbin reads the effect of every definition as p.eft
const EFFECT = "e2 = some(where (p.eft == allow)) && !some(where (p.eft == deny))";
const MATCHER =
  'm2 = (p2.edge == "*" || r2.edge == p2.edge) && (p2.from == "*" || g(r2.from, p2.from)) && ' +
  '(p2.to == "*" || g(r2.to, p2.to)) && (p2.tool == "*" || g2(r2.tool, p2.tool)) && ' +
  '(p2.act == "*" || r2.act == p2.act) && span(r2.sens, p2.sens) && glob(r2.res, p2.res)';

/**
 * The text of the agent model with rules for edges: which permissions (tool, act, res, sens) go over which edge, from
 * whom to whom. An edge that no `p2` row lets through carries nothing.
 */
export const edgeModel: string = ([REQUEST, RULE, EFFECT, MATCHER] as const).reduce(
  (model, line) =>
    model.replace(new RegExp(`^${line.charAt(0)} = .*$`, "mu"), (first) => `${first}\n${line}`),
  defaultModel,
);
