import { StringAdapter } from "casbin";
import { describe, expect, it } from "vitest";

import { edgeModel, lintPolicy, loadPolicy, type PolicySource } from "../src/index.ts";

const TOOLS = "t: { action: read, effect: read, sensitivity: public }";
const ALLOW = "p, *, t, true, allow";
const DENY = "p, mallory, t, true, deny";

function model(effect = "some(where (p.eft == allow)) && !some(where (p.eft == deny))"): string {
  return `[request_definition]
r = sub, tool, obj, args
[policy_definition]
p = sub, tool, rule, eft
[role_definition]
g = _, _
[policy_effect]
e = ${effect}
[matchers]
m = (p.sub == "*" || g(r.sub, p.sub)) && r.tool == p.tool && eval(p.rule)
`;
}

const BY_SUBJECT = "subjectPriority(p.eft) || deny";

async function fatal(source: PolicySource): Promise<readonly string[]> {
  const findings = await lintPolicy(source);
  return findings
    .filter(({ severity }) => severity === "fatal")
    .map(({ reason, line, column, text }) => `${reason} ${line}:${column} ${text}`);
}

const lint = (rules: string, text = model()): Promise<readonly string[]> =>
  fatal({ model: text, rules, tools: TOOLS });

async function ask(rules: string, args: object = {}): Promise<string> {
  const { decide } = await loadPolicy({ model: model(), rules, tools: TOOLS });
  const { effect, reason = "" } = decide({
    principals: [{ id: "mallory" }],
    tool: "t",
    action: "read",
    resources: ["tool:t"],
    sensitivity: "public",
    intent: "work",
    depth: 0,
    env: {},
    args: args as never,
  });
  return `${effect} ${reason}`;
}

describe("a deny that a text hides", () => {
  it.each([
    ["after a comment that ends otherwise than the first line", `${ALLOW}\r\n# note\n${DENY}\r\n`],
    ["after a comment of Windows", `# note\n${ALLOW}\r\n# note\r\n${DENY}\n`],
    ["after a byte order mark and a comment", `\ufeff# note\r\n${ALLOW}\n# note\n${DENY}`],
  ])("holds %s", async (_, rules) => {
    expect(await ask(rules)).toBe("deny policy_denied");
  });

  it.each([
    ["an old line end in a comment", `${ALLOW}\n# note\r${DENY}`, "2:7 U+000D"],
    ["a line separator in a comment", `${ALLOW}\n# note\u2028${DENY}`, "2:7 U+2028"],
    ["a name with a space of no width", `${ALLOW}\n${DENY.replace("y,", "y\u200b,")}`, "2:11 U+200B"],
    ["a name that was no UTF-8", `${ALLOW}\n${DENY.replace("y,", "y\ufffd,")}`, "2:11 U+FFFD"],
    ["a name with NUL", `${ALLOW}\n${DENY.replace("y,", "y\0,")}`, "2:11 U+0000"],
    ["a row that is turned round", `${ALLOW}\n# \u202e\n${DENY}`, "2:3 U+202E"],
    ["a byte order mark that is not the first", `${ALLOW}\n\ufeff${DENY}`, "2:1 U+FEFF"],
  ])("is refused: %s", async (_, rules, place) => {
    expect(await lint(rules)).toEqual([`row_invalid ${place}`]);
  });

  it("is refused in a model too", async () => {
    const hidden = model().replace("[matchers]\n", "[matchers]\n# note\r");
    expect((await lint(ALLOW, hidden))[0]).toBe("model_invalid 10:7 U+000D");
  });

  it("is not dropped by an adapter, whatever its row starts with", async () => {
    const rows = ["m, mallory, t, true, deny", "r2, mallory, t, true, deny", "e, mallory"];
    const adapter = new StringAdapter([ALLOW, ...rows].join("\n"));
    const found = await fatal({ model: model(), adapter, tools: TOOLS });
    expect(found.map((text) => text.replace(/ .* /u, " ")).toSorted()).toEqual([
      "ptype_unknown e",
      "ptype_unknown m",
      "ptype_unknown r2",
    ]);
  });

  it("of an edge that nothing asks about is refused", async () => {
    const rules = `p, A, a, t, read, **, *, *, *, true, allow, none\np2, E1, *, *, *, *, *, **, *, allow`;
    const deny = `${rules}\np2, E2, handoff, *, *, *, *, **, *, deny`;
    expect(await fatal({ model: edgeModel, rules: deny, tools: TOOLS })).toEqual([
      "name_unknown 3:9 handoff",
    ]);
  });
});

describe("a policy that would stop the process", () => {
  it.each([
    ["two roles", "g, a, b\ng, b, a"],
    ["a role and itself", "g, x, y\ng, a, a"],
  ])("is refused: rules sorted by a circle of %s", async (_, links) => {
    const found = await lint(`p, a, t, true, deny\n${links}`, model(BY_SUBJECT));
    expect(found.map((text) => text.split(" ")[0])).toEqual(["role_cycle"]);
  });

  it.each([
    ["a regular expression", "regexMatch(r.obj, '^(a+)+b')"],
    ["many stars", "!keyMatch2(r.obj, '/*/*/*/*/x')"],
  ])("is refused: %s in a rule that is evaluated", async (_, rule) => {
    const found = await lint(`p, mallory, t, "${rule}", allow`);
    expect(found.map((text) => text.split(" ")[0])).toEqual(["pattern_slow"]);
  });

  it("is not asked for a pattern in a text of any length", async () => {
    const rule = `p, mallory, t, "keyMatch2(r.args.x, '/*/*/x')", allow`;
    expect(await ask(rule, { x: "/a/b/x" })).toBe("allow ");
    expect(await ask(rule, { x: "/".repeat(5000) })).toBe("deny policy_error");
  });
});
