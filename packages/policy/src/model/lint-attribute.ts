import { attributePath } from "../expression/attribute-path.ts";
import type { Node } from "../expression/node.ts";
import type { Report } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { ENV } from "../condition/attribute.ts";
import { dotted } from "./dotted.ts";
import type { Names } from "./policy-model.ts";

/** Casbin's evaluator refuses these names. */
const REFUSED: ReadonlySet<string> = new Set(["constructor", "prototype", "__proto__"]);

/** What is wrong with an attribute that a matcher reads; undefined when nothing is. */
export function attributeFault(node: Node, names: Names): Omit<Report, "at"> | undefined {
  const path = attributePath(node);
  if (path === undefined) {
    const message =
      "an attribute is read by its plain name, r.args.amount: another reading could be of any value";
    return { reason: "model_invalid", text: ".", message };
  }
  const { token, members } = path;
  const text = [dotted(token), ...members].join(".");
  if (names.rule.has(token)) {
    return { reason: "model_invalid", text, message: "a column of a rule is a text and has no attributes" };
  }
  if (!names.request.has(token)) {
    const message = `"${dotted(token)}" is unknown: casbin would throw, or ALLOW where the test is negated`;
    const suggestion = nearestWord(dotted(token), [...names.request].map(dotted));
    return { reason: "token_unknown", text: dotted(token), message, suggestion };
  }
  const refused = members.find((member) => REFUSED.has(member));
  if (refused !== undefined) {
    return { reason: "model_invalid", text: refused, message: `"${refused}" is no attribute of a call` };
  }
  return valueFault(token.replace(/^r\d*_/u, ""), members[0] ?? "", text);
}

/** Only `env` and `args` are objects in Ambit's own calls. */
function valueFault(token: string, member: string, text: string): Omit<Report, "at"> | undefined {
  if (token === "args") return undefined;
  if (token !== "env") {
    const message = `${token} is a text in every call and has no attributes: every call would be denied`;
    const suggestion = token === "sub" ? `r.env.subject.${member}` : `r.args.${member}`;
    return { reason: "token_unknown", severity: "warning", text, message, suggestion };
  }
  if (ENV.includes(member)) return undefined;
  const nearest = nearestWord(member, ENV);
  return {
    reason: "token_unknown",
    text,
    message: `"env.${member}" is unknown: every call would be denied`,
    suggestion: nearest === undefined ? undefined : `r.env.${nearest}`,
  };
}
