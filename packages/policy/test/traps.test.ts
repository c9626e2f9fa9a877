import { describe, expect, it } from "vitest";

import { type Finding, lintPolicy, loadPolicy, type PolicySnapshot } from "../src/index.ts";

const TOOLS = "{ t: { action: read, effect: read, sensitivity: public } }";

/** Inputs with which a plain use of casbin grants too much, hangs or runs code; each ends closed here. */
function model(matcher: string, parts: { r?: string; p?: string; e?: string } = {}): string {
  return `[request_definition]
r = ${parts.r ?? "sub, obj, act"}
[policy_definition]
p = ${parts.p ?? "sub, obj, act, eft"}
[policy_effect]
e = ${parts.e ?? "some(where (p.eft == allow)) && !some(where (p.eft == deny))"}
[matchers]
m = ${matcher}
`;
}

const PLAIN = "r.sub == p.sub && keyMatch(r.obj, p.obj) && r.act == p.act";

async function reasons(text: string, rules: string): Promise<readonly string[]> {
  const findings: readonly Finding[] = await lintPolicy({ model: text, rules, tools: TOOLS });
  return findings.filter((finding) => finding.severity === "fatal").map((finding) => finding.reason);
}

async function load(text: string, rules: string): Promise<PolicySnapshot> {
  return loadPolicy({ model: text, rules, tools: TOOLS });
}

function ask(policy: PolicySnapshot, sub: string, obj: string): string {
  const answer = policy.decide({
    principals: [{ id: sub }],
    tool: "t",
    action: "read",
    resources: [obj],
    sensitivity: "public",
    intent: "x",
    depth: 0,
    env: {},
    args: {},
  });
  return answer.reason ?? answer.effect;
}

const ALLOW = "p, bot, /*, read, allow";
const DENY = "p, bot, /secret/*, read, deny";

const REFUSED: readonly {
  readonly trap: string;
  readonly text: string;
  readonly rules: string;
  readonly reason: string;
}[] = [
  {
    trap: "a deny spelt deyn lets the wide allow through",
    text: model(PLAIN),
    rules: `${ALLOW}\n${DENY.replace("deny", "deyn")}`,
    reason: "effect_unknown",
  },
  {
    trap: "a deny spelt Deny lets the wide allow through",
    text: model(PLAIN),
    rules: `${ALLOW}\n${DENY.replace("deny", "Deny")}`,
    reason: "effect_unknown",
  },
  {
    trap: "a short row equals what a call does not have",
    text: model(PLAIN),
    rules: `${ALLOW}\np, bot, /x`,
    reason: "row_width",
  },
  {
    trap: "a deny in a model without an effect column grants",
    text: model(PLAIN, { p: "sub, obj, act", e: "some(where (p.eft == allow))" }),
    rules: "p, bot, /x, read, deny",
    reason: "row_width",
  },
  {
    trap: "an empty policy leaves the matcher alone",
    text: model('r.sub == "root" || (r.sub == p.sub && r.obj == p.obj && r.act == p.act)'),
    rules: "",
    reason: "policy_empty",
  },
  {
    trap: "an unknown attribute is undefined, and not equal to what is refused",
    text: model(`r.subject != "blocked" && ${PLAIN}`),
    rules: ALLOW,
    reason: "token_unknown",
  },
  {
    trap: "an unknown function returns undefined, and not of it is true",
    text: model(`!isBlocked(r.sub) && ${PLAIN}`),
    rules: ALLOW,
    reason: "function_unknown",
  },
  {
    trap: "a role function without definition returns undefined",
    text: model(`!g(r.sub, "banned") && ${PLAIN}`),
    rules: ALLOW,
    reason: "function_unknown",
  },
  {
    trap: "a missing attribute fails no comparison",
    text: model(`!(r.env.cost > 100) && ${PLAIN}`, { r: "sub, obj, act, env" }),
    rules: ALLOW,
    reason: "token_unknown",
  },
  {
    trap: "a method of a list is not that of a text",
    text: model(`!r.obj.startsWith("/secret") && ${PLAIN}`),
    rules: ALLOW,
    reason: "function_unknown",
  },
  {
    trap: "a name of Object.prototype resolves",
    text: model(`r.act == constructor.name || (${PLAIN})`),
    rules: ALLOW,
    reason: "token_unknown",
  },
  {
    trap: "a request supplies rule text",
    text: model(`${PLAIN} && eval(r.act)`),
    rules: ALLOW,
    reason: "function_unknown",
  },
  {
    trap: "rule text is code",
    text: model("r.sub == p.sub && eval(p.obj) && r.act == p.act"),
    rules: "p, bot, constructor, read, allow",
    reason: "condition_invalid",
  },
  {
    trap: "a request supplies a pattern that never ends",
    text: model("r.sub == p.sub && p.obj == r.obj && keyMatch2(p.obj, r.obj) && r.act == p.act"),
    rules: ALLOW,
    reason: "model_invalid",
  },
  {
    trap: "a pattern hangs the process",
    text: model(PLAIN.replace("keyMatch", "keyMatch2")),
    rules: "p, bot, /:, read, allow",
    reason: "condition_invalid",
  },
  {
    trap: "a pattern throws for everybody",
    text: model(PLAIN.replace("keyMatch", "regexMatch")),
    rules: `${ALLOW.replace("/*", "^/")}\np, ops, smile(, read, allow`,
    reason: "condition_invalid",
  },
  {
    trap: "`in` takes the whole conjunction for its left side",
    text: model(`${PLAIN} && r.act in ("read", "write")`),
    rules: ALLOW,
    reason: "model_invalid",
  },
  {
    trap: "a comma turns a group into a list",
    text: model(
      '(r.act in ("read", "write")) && (p.sub == "*" || keyMatch(r.sub, p.sub)) && r.obj == p.obj && r.act == p.act',
    ),
    rules: ALLOW,
    reason: "model_invalid",
  },
  {
    trap: "a text is rewritten before it is compared",
    text: model(`r.obj != '/p.txt' && ${PLAIN}`),
    rules: ALLOW,
    reason: "model_invalid",
  },
  {
    trap: "a replacement pattern expands",
    text: model(`r.obj != "a$&b" && ${PLAIN}`),
    rules: ALLOW,
    reason: "model_invalid",
  },
  {
    trap: "a semicolon within quotes cuts the matcher",
    text: model(`${PLAIN} && r.obj != "a;b"`),
    rules: ALLOW,
    reason: "model_invalid",
  },
  {
    trap: "the effect allows by default",
    text: model(PLAIN, { e: "!some(where (p.eft == deny))" }),
    rules: ALLOW,
    reason: "effect_allows",
  },
  {
    trap: "a row of an undeclared type is dropped, and a deny with it",
    text: model(PLAIN),
    rules: `${ALLOW}\np2, bot, /secret/*, read, deny`,
    reason: "ptype_unknown",
  },
  {
    trap: "a line break in a field injects a rule",
    text: model(PLAIN),
    rules: `${ALLOW}\np, bot, "note\np, mallory, /*, read, allow", read, allow`,
    reason: "row_invalid",
  },
  {
    trap: "an open quote swallows the rules after it",
    text: model(PLAIN),
    rules: `${ALLOW}\np, ops, "/x, read, allow\n${DENY}`,
    reason: "row_invalid",
  },
  {
    trap: "a second definition replaces the first",
    text: model(PLAIN).replace(/m = .*/u, "$&\nm = r.sub == p.sub"),
    rules: ALLOW,
    reason: "model_invalid",
  },
];

describe("traps of casbin", () => {
  it.each(REFUSED)("refuses to load: $trap", async ({ text, rules, reason }) => {
    expect(await reasons(text, rules)).toContain(reason);
    await expect(load(text, rules)).rejects.toMatchObject({ name: "PolicyError" });
  });

  it("asks no rule text of a request: dollar signs, quotes and code are plain values", async () => {
    const policy = await load(model(PLAIN), `${ALLOW}\n${DENY}`);
    for (const sub of ["true) || true || (true", "$'", "constructor", "__proto__", "bot'||'", ""]) {
      expect(ask(policy, sub, "/x")).toBe("policy_no_match");
    }
    expect(ask(policy, "bot", "/x")).toBe("allow");
    expect(ask(policy, "bot", "/secret/k")).toBe("policy_denied");
  });

  it("confuses no two names by a comma", async () => {
    const text = model("g(r.sub, p.sub) && g(r.obj, p.obj) && r.act == p.act").replace(
      "[policy_effect]",
      "[role_definition]\ng = _, _\n[policy_effect]",
    );
    const policy = await load(text, 'p, x, "b,x", read, allow\ng, "a,b", x');
    expect(ask(policy, "a,b", "a")).toBe("policy_no_match");
  });

  it("takes a comment behind a value as part of the value, and comment lines as none", async () => {
    const policy = await load(model(PLAIN), `# p, mallory, /*, read, allow\n  # indented\n${ALLOW}\n`);
    expect(ask(policy, "mallory", "/x")).toBe("policy_no_match");
    expect(await reasons(model(PLAIN), `${ALLOW} # trailing`)).toEqual(["effect_unknown"]);
  });

  it("decides a thousand mutually linked roles at once", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `r${index}`);
    const links = names.flatMap((from) => names.map((to) => `g, ${from}, ${to}`)).join("\n");
    const text = model("g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act").replace(
      "[policy_effect]",
      "[role_definition]\ng = _, _\n[policy_effect]",
    );
    const policy = await load(text, `p, unreachable, /x, read, allow\n${links}`);
    expect(ask(policy, "r0", "/x")).toBe("policy_no_match");
  });

  it("counts what it refused", () => {
    console.log(`traps: ${REFUSED.length} refused at load`);
    expect(REFUSED.length).toBeGreaterThan(20);
  });
});
