import { describe, expect, it } from "vitest";

import { defaultModel, type Finding, lintPolicy, loadPolicy } from "../src/index.ts";

const TOOLS = `
fs.read: { action: read, effect: read, sensitivity: public, resources: ["file:///{args.path/}"] }
fs.write: { action: write, effect: write, sensitivity: public, resources: ["file:///{args.path/}"] }
crm.get: { action: read, effect: read, sensitivity: internal, resources: ["crm://orders/{args.id}"] }
mail.send: { action: send, effect: commit, sensitivity: internal, resources: ["mailto:{args.to[*]}"] }
`;
const LINKS = `
g, bot, engineer
g, engineer, reader
g, reader, everyone
g2, fs.read, fs
g2, fs.write, fs
g2, crm.get, crm
g3, support/refund, support
`;

/** A rule of the default model; what is not given stands for everything. */
function rule(id: string, parts: Partial<Record<string, string>> = {}): string {
  const { sub = "everyone", tool = "*", act = "*", res = "**", sens = "*", intent = "*" } = parts;
  const { depth = "*", when = "true", eft = "allow", obl = "none" } = parts;
  return ["p", id, sub, tool, act, res, sens, intent, depth, `"${when}"`, eft, `"${obl}"`].join(", ");
}

const USED = ["reader", "engineer", "bot"].map((sub) =>
  rule(sub, { sub, tool: "fs", res: `file:///${sub}/**` }),
);
const ALL = [...USED, rule("crm", { tool: "crm" })].join("\n");

type Policy = Partial<Record<"model" | "tools", string>>;

async function lint(
  rules: string,
  { model = defaultModel, tools = TOOLS }: Policy = {},
): Promise<readonly Finding[]> {
  const findings = await lintPolicy({ model, rules, tools });
  for (const { reason } of findings) seen.add(reason);
  return findings;
}

/** `fatal name_unknown 1 text → suggestion`, with the line. */
function shown({ severity, reason, line, text, suggestion }: Finding): string {
  const whole = text.startsWith("p, ") ? "" : ` ${text}`;
  return `${severity} ${reason} ${line}${whole}${suggestion === undefined ? "" : ` → ${suggestion}`}`;
}

async function found(rules: readonly string[], policy?: Policy): Promise<readonly string[]> {
  const text = `${rules.join("\n")}\n${ALL}${LINKS}`;
  const findings = await lint(text, policy);
  for (const one of findings) {
    if (one.file !== "rules.csv") continue;
    expect(text.split("\n")[one.line - 1]?.slice(one.column - 1)).toSatisfy((there: string) =>
      there.startsWith(one.text),
    );
  }
  return findings.map(shown);
}

type Case = readonly [name: string, rules: readonly string[], found: readonly string[]];

const NAMES: readonly Case[] = [
  [
    "an allow of an unknown tool",
    [rule("A", { tool: "crm.gte" })],
    ["warning name_unknown 1 crm.gte → crm.get"],
  ],
  [
    "a deny of an unknown tool",
    [rule("D", { tool: "crm.gte", eft: "deny" })],
    ["fatal name_unknown 1 crm.gte → crm.get"],
  ],
  [
    "a deny of a tool that is like no other",
    [rule("D", { tool: "zzzzzzzzzzzz", eft: "deny" })],
    ["fatal name_unknown 1 zzzzzzzzzzzz"],
  ],
  [
    "a deny of an action that is a misspelling",
    [rule("D", { act: "wirte", eft: "deny" })],
    ["fatal name_unknown 1 wirte → write"],
  ],
  [
    "a deny of an action that no tool has yet",
    [rule("D", { act: "delete", eft: "deny" })],
    ["warning name_unknown 1 delete"],
  ],
  [
    "a deny of a misspelt purpose",
    [rule("D", { intent: "suport", eft: "deny" })],
    ["fatal name_unknown 1 suport → support"],
  ],
  [
    "a purpose that no run can have",
    [rule("A", { intent: "Support Desk" })],
    ["warning name_unknown 1 Support Desk"],
  ],
  [
    "a deny of a misspelt role",
    [rule("D", { sub: "enginer", tool: "crm", eft: "deny" })],
    ["fatal name_unknown 1 enginer → engineer"],
  ],
  ["an allow of a misspelt role", [rule("A", { sub: "Reader" })], ["warning name_unknown 1 Reader → reader"]],
];

const REACH: readonly Case[] = [
  [
    "an action that no tool of the rule has",
    [rule("A", { tool: "mail.send", act: "write" })],
    ["warning rule_unreachable 1 write"],
  ],
  ["a span too high", [rule("D", { sens: "4..", eft: "deny" })], ["warning rule_unreachable 1 4.."]],
  [
    "a resource that no tool of the rule has",
    [rule("A", { tool: "mail.send", res: "file:///a" })],
    ["warning rule_unreachable 1 file:///a"],
  ],
];

const SHADOWS: readonly Case[] = [
  [
    "an allow that a deny covers",
    [
      rule("D", { sub: "reader", tool: "fs", eft: "deny", res: "file:///x/**" }),
      rule("A", { sub: "bot", tool: "fs.read", res: "file:///x/y/*" }),
    ],
    ["warning rule_shadowed 2"],
  ],
  [
    "a rule that says less than another",
    [rule("A", { sub: "bot", tool: "fs.read", act: "read", res: "file:///reader/*/b", when: "args.x == 1" })],
    ["warning rule_redundant 1"],
  ],
  [
    "the later of two rules that say the same",
    [rule("A", { sub: "x", tool: "crm" }), rule("B", { sub: "x", tool: "crm" })],
    ["warning rule_redundant 2"],
  ],
  [
    "an allow that seems to lift an approval",
    [rule("A", { sub: "x", obl: "approve:boss" }), rule("B", { sub: "x", tool: "crm" })],
    ["warning obligations_unite 2"],
  ],
  [
    "an allow that adds an approval",
    [rule("A", { sub: "x" }), rule("B", { sub: "x", tool: "crm", obl: "approve:boss" })],
    [],
  ],
  [
    "an allow whose condition is another",
    [rule("A", { sub: "x", when: "args.x == 1" }), rule("B", { sub: "x", when: "args.x == 2" })],
    [],
  ],
  [
    "a deny within an allow",
    [rule("A", { sub: "x" }), rule("D", { sub: "x", tool: "crm", eft: "deny" })],
    [],
  ],
  [
    "spans, one of which lies in the other",
    [rule("A", { sub: "x", sens: "0..2" }), rule("B", { sub: "x", sens: "1..2" })],
    ["warning rule_redundant 2"],
  ],
  ["spans that overlap", [rule("A", { sub: "x", sens: "0..2" }), rule("B", { sub: "x", sens: "1..3" })], []],
  [
    "a deny of one purpose of several",
    [rule("D", { intent: "support/refund", eft: "deny" })],
    ["warning deny_escapable 1 support/refund"],
  ],
];

const LINKED: readonly Case[] = [
  ["a link that stands twice", ["g, bot, engineer"], ["warning link_useless 6 bot"]],
  ["a link of a name to itself", ["g, bot, bot"], ["warning link_useless 1 bot"]],
  ["a link to a role that no rule names", ["g, bot, nobody"], ["warning link_useless 1 nobody"]],
  [
    "a toolset without tools",
    [rule("A", { sub: "x", tool: "net" }), "g2, http.get, net"],
    ["warning rule_unreachable 1 net", "warning name_unknown 2 http.get"],
  ],
  [
    "a misspelt tool in a toolset that a deny names",
    [rule("D", { sub: "x", tool: "mails", eft: "deny" }), "g2, mail.sendd, mails"],
    ["warning rule_unreachable 1 mails", "fatal name_unknown 2 mail.sendd → mail.send"],
  ],
  ["roles in a circle", ["g, everyone, bot"], ["warning role_cycle 1 g, everyone, bot"]],
];

const PRIORITY = defaultModel.replace(
  "some(where (p.eft == allow)) && !some(where (p.eft == deny))",
  "priority(p.eft) || deny",
);

/** Every reason of a whole policy, each of which some case above or test below must find. */
const REASONS = [
  "deny_escapable",
  "deny_ignored",
  "deny_shadowed",
  "link_useless",
  "name_unknown",
  "obligations_unite",
  "role_chain",
  "role_cycle",
  "rule_redundant",
  "rule_shadowed",
  "rule_unreachable",
] as const;
const seen = new Set<string>();

describe("lint of a whole policy", () => {
  it.each([...NAMES, ...REACH, ...SHADOWS, ...LINKED])("finds %s", async (_, rules, expected) => {
    expect(await found(rules)).toEqual(expected);
    const source = { model: defaultModel, rules: `${rules.join("\n")}\n${ALL}${LINKS}`, tools: TOOLS };
    const loaded = loadPolicy(source).then(
      ({ warnings }) => warnings.length,
      (error: unknown) => (error as Error).name,
    );
    const fatal = expected.some((one) => one.startsWith("fatal"));
    expect(await loaded).toBe(fatal ? "PolicyError" : expected.length);
  });

  it("finds nothing in a clean policy, and judges no tool where the manifest has none", async () => {
    expect(await found([])).toEqual([]);
    expect(await found([rule("D", { tool: "x", eft: "deny" })], { tools: "" })).toEqual([]);
  });

  it("refuses a deny that an earlier allow hides, where the first match decides", async () => {
    const deny = rule("D", { sub: "reader", tool: "fs.read", eft: "deny", res: "file:///x" });
    const allow = rule("A", { sub: "everyone", tool: "fs" });
    const hidden = await lint(`${allow}\n${deny}${LINKS}`, { model: PRIORITY });
    expect(hidden.map(shown)).toEqual(["fatal deny_shadowed 2", "warning link_useless 8 crm"]);
    expect(hidden[0]?.message).toBe(
      "rule A (line 1) allows all that this deny names and decides before it: it would be ALLOWED",
    );
    const first = await lint(`${deny}\n${allow}\n${rule("B", { sub: "bot", tool: "fs" })}${LINKS}`, {
      model: PRIORITY,
    });
    expect(first.map(shown)).toEqual(["warning rule_shadowed 3", "warning link_useless 9 crm"]);
  });

  it("refuses a deny that the policy effect does not read", async () => {
    const model = defaultModel.replace(" && !some(where (p.eft == deny))", "");
    expect(await found([rule("D", { tool: "crm", eft: "deny" })], { model })).toEqual([
      "fatal deny_ignored 1",
    ]);
  });

  it("refuses a deny of a role that lies more than ten links away, and warns of an allow", async () => {
    const chain = Array.from({ length: 12 }, (_, at) => `g, r${at}, r${at + 1}`);
    const deny = rule("D", { sub: "r12", tool: "crm", eft: "deny" });
    expect(await found([deny, ...chain])).toEqual(["fatal role_chain 3 r1"]);
    expect(await found([rule("A", { sub: "r12", tool: "fs" }), ...chain])).toEqual([
      "warning role_chain 3 r1",
    ]);
    const short = chain.slice(2);
    expect(await found([deny, ...short])).toEqual([]);
  });

  it("names the way round a circle", async () => {
    const circle = (
      await lint(`${rule("A", { sub: "c" })}\ng, a, b\ng, b, c\ng, c, a\ng, b, d\ng, d, b`)
    ).find(({ reason }) => reason === "role_cycle");
    expect(circle?.message).toBe("a > b > c > a: whoever holds one of these roles holds all 4");
  });

  it("checks the rules for edges too", async () => {
    const model = defaultModel
      .replace("[policy_definition]", "r2 = edge, from, to, tool\n\n[policy_definition]")
      .replace("[role_definition]", "p2 = edge, from, tool, eft\n\n[role_definition]")
      .replace("[matchers]", "e2 = some(where (p.eft == allow)) && !some(where (p.eft == deny))\n[matchers]")
      .concat('m2 = r2.edge == p2.edge && g(r2.from, p2.from) && (p2.tool == "*" || g2(r2.tool, p2.tool))\n');
    const edges = [
      "p2, delegate, bot, *, allow",
      "p2, delegte, bot, crm, deny",
      "p2, delegate, bot, crm, allow",
    ];
    expect(await found(edges, { model })).toEqual([
      "fatal name_unknown 2 delegte → delegate",
      "warning rule_redundant 3 p2, delegate, bot, crm, allow",
    ]);
  });

  it("stays silent on what it cannot judge", async () => {
    const model = defaultModel.replace(
      "g(r.sub, p.sub) &&",
      '(r.sub == "root" || g(r.sub, p.sub)) && r.act != p.tool &&',
    );
    expect(await found([rule("A", { sub: "bot", tool: "fs", res: "file:///reader/a" })], { model })).toEqual(
      [],
    );
  });

  it("counts what it checked", () => {
    console.log(`lint of whole policies: ${seen.size} reasons`);
    expect([...seen].toSorted()).toEqual(REASONS);
  });
});
