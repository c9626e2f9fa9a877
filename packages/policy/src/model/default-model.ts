/** The text of the agent model: who, which tool and action, on what, how sensitive, for which purpose, how deep, when. */
export const defaultModel: string = `# Who (sub) may do what (tool, act) to what (res, sens), for which purpose (intent), how many delegations deep (depth),
# under which condition (when). Nothing matches: denied. A deny beats every allow.

[request_definition]
r = sub, tool, act, res, sens, intent, depth, env, args

[policy_definition]
p = id, sub, tool, act, res, sens, intent, depth, when, eft, obl

# g: agent or person to role; g2: tool to toolset; g3: purpose to the purpose above it
[role_definition]
g = _, _
g2 = _, _
g3 = _, _

[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))

[matchers]
m = g(r.sub, p.sub) && (p.tool == "*" || g2(r.tool, p.tool)) && (p.act == "*" || r.act == p.act) && (p.intent == "*" || g3(r.intent, p.intent)) && span(r.sens, p.sens) && span(r.depth, p.depth) && glob(r.res, p.res) && when(p.when, r.env, r.args)
`;
