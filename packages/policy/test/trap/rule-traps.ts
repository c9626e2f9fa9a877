import { ALLOW, DENY, model, PLAIN, PRIORITY, type Trap } from "./trap.ts";

const EVAL = { p: "sub, rule, obj, eft", r: "sub, obj, env, args" };
const EVALUATED = model("r.obj == p.obj && eval(p.rule) && r.sub == p.sub", EVAL);
const CODE =
  'constructor.getOwnPropertyDescriptor(constructor.getPrototypeOf(keyMatch), ""constr"" + ""uctor"").value(""return true"")()';
const ROLES = { g: "g = _, _" };
const ROLE_MATCHER = "g(r.sub, p.sub) && keyMatch(r.obj, p.obj) && r.act == p.act";
const PRIORITIES = model(PLAIN, { p: "priority, sub, obj, act, eft", e: PRIORITY });

const evaluated = (text: string): string => `p, bot, "${text}", /x, allow`;
const chain = Array.from({ length: 12 }, (_, at) => `g, r${at}, r${at + 1}`).join("\n");
const NAMES = Array.from({ length: 40 }, (_, at) => `r${at}`);
const mutual = NAMES.flatMap((from) => NAMES.map((to) => `g, ${from}, ${to}`)).join("\n");

/** Texts of rules: what is evaluated, effects, order, links, and the file itself. */
export const RULE_TRAPS: readonly Trap[] = [
  {
    at: [3],
    what: "a short row equals what a call does not have",
    model: model(PLAIN.replace("keyMatch(r.obj, p.obj)", "r.obj == p.obj"), {
      p: "sub, obj, act",
      e: "some(where (p.eft == allow))",
    }),
    rules: "p, bot, /x",
    stock: [["bot", "/x", undefined], true],
    refused: "row_width",
  },
  {
    at: [4],
    what: "a deny in a model without a column of effects grants",
    model: model(PLAIN, { p: "sub, obj, act", e: "some(where (p.eft == allow))" }),
    rules: "p, bot, /x, read, deny",
    stock: [["bot", "/x", "read"], true],
    refused: "row_width",
  },
  ...["Deny", "DENY", "deyn"].map((effect): Trap => ({
    at: [5],
    what: `a deny spelt ${effect} lets the wide allow through`,
    model: model(PLAIN),
    rules: `${ALLOW}\n${DENY.replace("deny", effect)}`,
    stock: [["bot", "/secret/k", "read"], true],
    refused: "effect_unknown",
  })),
  {
    at: [23],
    what: "a text of an evaluated rule is rewritten",
    model: EVALUATED,
    rules: evaluated("r.obj != '/r.csv'"),
    refused: "condition_invalid",
  },
  {
    at: [30],
    what: "a rule closes the brackets of the matcher",
    model: EVALUATED,
    rules: evaluated("true) || (true"),
    refused: "condition_invalid",
  },
  {
    at: [31, 32],
    what: "a rule is code",
    model: EVALUATED,
    rules: evaluated(CODE),
    stock: [["bot", "/x", {}, {}], true],
    refused: "condition_invalid",
  },
  {
    at: [33],
    what: "a request supplies the rule",
    model: model(`${PLAIN} && eval(r.act)`),
    rules: "p, bot, /*, true, allow",
    refused: "function_unknown",
  },
  {
    at: [34],
    what: "a rule writes to the prototype of all objects",
    model: EVALUATED,
    rules: evaluated("constructor.assign(constructor.getPrototypeOf(r.args), r.args.x) == 1 || true"),
    refused: "condition_invalid",
  },
  {
    at: [35],
    what: "a replacement pattern expands in an evaluated rule",
    model: EVALUATED,
    rules: evaluated('r.obj == ""$&""'),
    refused: "condition_invalid",
  },
  {
    at: [35],
    what: "a replacement pattern expands in the matcher",
    model: model(`r.obj != "a$&b" && ${PLAIN}`),
    rules: ALLOW,
    refused: "model_invalid",
  },
  {
    at: [36],
    what: "an unreadable rule breaks the decisions of everybody",
    model: EVALUATED,
    rules: 'p, ops, "r.x ==== 1", /x, allow\np, bot, true, /x, allow',
    stock: [["bot", "/x", {}, {}], "threw"],
    refused: "condition_invalid",
  },
  {
    at: [63],
    what: "a rule closes the brackets and allows everything",
    model: EVALUATED,
    rules: evaluated("true) || true || (true"),
    stock: [["evil", "/prod", {}, {}], true],
    refused: "condition_invalid",
  },
  {
    at: [59],
    what: "a rule of low priority stands before one of high",
    model: PRIORITIES,
    rules: "p, 10, bot, /*, read, allow\np, 5, bot, /x, read, deny\np, 1, ops, /*, read, allow",
    asked: [[{}, "policy_denied"]],
  },
  {
    at: [60],
    what: "priorities compare as texts",
    model: PRIORITIES,
    rules: "p, 10, bot, /*, read, allow\np, 9, bot, /x, read, deny",
    asked: [
      [{}, "policy_denied"],
      [{ obj: "/y" }, "allow"],
    ],
  },
  {
    at: [61],
    what: "a role is cut off after ten links, and a deny of it is lost",
    model: model(ROLE_MATCHER, ROLES),
    rules: `p, r0, /*, read, allow\np, r12, /*, read, deny\n${chain}`,
    stock: [["r0", "/x", "read"], true],
    refused: "role_chain",
  },
  {
    at: [62, 71],
    what: "forty roles that are all linked to each other",
    model: model(ROLE_MATCHER, ROLES),
    rules: `p, unreachable, /x, read, allow\n${mutual}`,
    asked: [[{ sub: "r0" }, "policy_no_match"]],
  },
  {
    at: [72],
    what: "a line break in a field injects a rule",
    model: model(PLAIN),
    rules: `${ALLOW}\np, bot, "note\np, mallory, /*, read, allow", read, allow`,
    refused: "row_invalid",
  },
  {
    at: [72],
    what: "an open quote swallows the rules after it",
    model: model(PLAIN),
    rules: `${ALLOW}\np, ops, "/x, read, allow\n${DENY}`,
    refused: "row_invalid",
  },
  {
    at: [73],
    what: "a comma shifts the fields after it",
    model: model(PLAIN),
    rules: "p, bot, /x, /y, read, allow",
    refused: "row_width",
  },
  {
    at: [75],
    what: "a comment behind a value is part of the value",
    model: model(PLAIN),
    rules: `# p, mallory, /*, read, allow\n${ALLOW}\n${DENY} # no secrets`,
    stock: [["bot", "/secret/k", "read"], true],
    refused: "effect_unknown",
  },
  {
    at: [76],
    what: "a row of an undeclared type is dropped, and a deny with it",
    model: model(PLAIN),
    rules: `${ALLOW}\n${DENY.replace("p,", "p2,")}`,
    stock: [["bot", "/secret/k", "read"], true],
    refused: "ptype_unknown",
  },
  {
    at: [76],
    what: "a row of a misspelt type is dropped, and a deny with it",
    model: model(PLAIN),
    rules: `${ALLOW}\n${DENY.replace("p,", "pp,")}`,
    stock: [["bot", "/secret/k", "read"], true],
    refused: "ptype_unknown",
  },
  {
    at: [77],
    what: "an open bracket in a text ends the file",
    model: model(PLAIN),
    rules: `${ALLOW}\np, bot, "/see (appendix", read, deny`,
    asked: [
      [{}, "allow"],
      [{ obj: "/see (appendix" }, "policy_denied"],
    ],
  },
  {
    at: [78, 79],
    what: "a text that looks like data is another value",
    model: model(PLAIN),
    rules: "p, 1000, /etc, read, allow",
    asked: [
      [{ sub: "1000", obj: "/etc" }, "allow"],
      [{ sub: "1e3", obj: "/etc" }, "policy_no_match"],
      [{ sub: "1000", obj: '["/etc"]' }, "policy_no_match"],
    ],
  },
  {
    at: [80],
    what: "a name that looks like data is no name",
    model: model(PLAIN),
    rules: "p, true, /*, read, allow",
    asked: [[{ sub: "true" }, "allow"]],
  },
  {
    at: [81],
    what: "texts are read as data only when there are rules",
    model: model(PLAIN),
    rules: "g, a, b",
    refused: "ptype_unknown",
  },
];
