/** The tokens of a request definition: any subset, in any order. `obj` is another name for `res`, `dom` is the tenant. */
export const REQUEST_TOKENS = [
  "sub",
  "tool",
  "act",
  "res",
  "sens",
  "intent",
  "depth",
  "env",
  "args",
  "obj",
  "dom",
] as const;

export type RequestToken = (typeof REQUEST_TOKENS)[number];

/** The tokens of an edge's request definition: which permission goes over which edge, from whom to whom. */
export const EDGE_TOKENS = [
  "edge",
  "from",
  "to",
  "tool",
  "act",
  "res",
  "sens",
  "intent",
  "obj",
  "dom",
] as const;

export type EdgeToken = (typeof EDGE_TOKENS)[number];

/** Columns of a rule that have a meaning without being in the matcher. */
export const RULE_COLUMNS = ["id", "eft", "obl", "priority"] as const;

/** The sections of a model file, by casbin's names. */
export const SECTIONS: Readonly<Record<string, string>> = {
  request_definition: "r",
  policy_definition: "p",
  role_definition: "g",
  policy_effect: "e",
  matchers: "m",
};

export const ALLOW_OVERRIDE = "some(where (p_eft == allow))";
const DENY_OVERRIDE = "some(where (p_eft == allow)) && !some(where (p_eft == deny))";
export const PRIORITY = "priority(p_eft) || deny";
export const SUBJECT_PRIORITY = "subjectPriority(p_eft) || deny";
export const DENY_ONLY = "!some(where (p_eft == deny))";

/** The policy effects that deny what no rule mentions, in casbin's escaped form. */
export const EFFECTS: readonly string[] = [ALLOW_OVERRIDE, DENY_OVERRIDE, PRIORITY, SUBJECT_PRIORITY];
