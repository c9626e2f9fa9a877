import type { Node } from "./node.ts";

/** An attribute of a request value, read by plain names: `r.env.subject.team`. */
export interface AttributePath {
  /** The request token, with casbin's prefix: `r_env`. */
  readonly token: string;
  readonly members: readonly string[];
  /** As people read it: `env.subject.team`. */
  readonly name: string;
}

/** The path that a node reads; undefined when it is no plain path from a name. */
export function attributePath(node: Node): AttributePath | undefined {
  const members: string[] = [];
  let at = node;
  while (at.type === "MemberExpression") {
    if (at.computed || at.property.type !== "Identifier") return undefined;
    members.unshift(at.property.name);
    at = at.object;
  }
  if (at.type !== "Identifier" || members.length === 0) return undefined;
  const token = at.name;
  return { token, members, name: [token.replace(/^r\d*_/u, ""), ...members].join(".") };
}
