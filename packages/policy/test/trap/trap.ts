import type { PolicyRequest } from "@ambit/core";
import type { Adapter } from "casbin";

import type { PolicyOptions, PolicySnapshot } from "../../src/index.ts";

/** An input with which a plain use of casbin grants too much, hangs, throws or runs code, and what becomes of it here. */
export type Trap = Shown & (Refused | Warned | Answered | Open | Absent);

interface Shown {
  /** Its numbers in the list of traps; of a matching function, the input itself. */
  readonly at: readonly (number | string)[];
  readonly what: string;
  /** What stock casbin says to these values with the same model and rules. */
  readonly stock?: readonly [values: readonly unknown[], says: boolean | "threw"];
}

interface WithPolicy {
  readonly model: string;
  readonly rules: string;
}

/** The policy does not load. */
export interface Refused extends WithPolicy {
  readonly refused: string;
}

/** The policy loads and the finding says what is dangerous. */
interface Warned extends WithPolicy {
  readonly warned: string;
}

/** The policy loads and decides closed. */
interface Answered extends WithPolicy {
  readonly options?: PolicyOptions;
  readonly asked: readonly (readonly [request: Asked, says: string])[];
}

/** The policy loads and does not decide closed: a limit that the docs name. */
interface Open extends Answered {
  readonly open: string;
}

/** It cannot happen. */
interface Absent {
  readonly absent: string;
  readonly proof: () => void | Promise<void>;
}

/** What differs from a call of `bot` to read `/x`. */
export interface Asked extends Partial<Record<keyof PolicyRequest, unknown>> {
  readonly sub?: string;
  readonly obj?: string;
}

export const PLAIN = "r.sub == p.sub && keyMatch(r.obj, p.obj) && r.act == p.act";
export const ALLOW = "p, bot, /*, read, allow";
export const DENY = "p, bot, /secret/*, read, deny";
export const DENY_ONLY = "!some(where (p.eft == deny))";
export const PRIORITY = "priority(p.eft) || deny";
export const TOOLS = "{ t: { action: read, effect: read, sensitivity: public } }";

type Parts = Partial<Record<"r" | "p" | "g" | "e", string>>;

/** A model with three tokens, a column of effects and deny-override, unless told otherwise. */
export function model(matcher: string, parts: Parts = {}): string {
  const roles = parts.g === undefined ? "" : `[role_definition]\n${parts.g}\n`;
  return `[request_definition]
r = ${parts.r ?? "sub, obj, act"}
[policy_definition]
p = ${parts.p ?? "sub, obj, act, eft"}
${roles}[policy_effect]
e = ${parts.e ?? "some(where (p.eft == allow)) && !some(where (p.eft == deny))"}
[matchers]
m = ${matcher}
`;
}

/** What a policy answers: `allow`, or the reason of the denial. */
export function answer(policy: PolicySnapshot, { sub = "bot", obj = "/x", ...rest }: Asked = {}): string {
  const request = {
    principals: [{ id: sub }],
    tool: "t",
    action: "read",
    resources: [obj],
    sensitivity: "public",
    intent: "x",
    depth: 0,
    env: {},
    args: {},
    ...rest,
  };
  const { reason, effect } = policy.decide(request as PolicyRequest);
  return reason ?? effect;
}

/** An adapter that gives these rows. */
export function adapterOf(rows: () => readonly (readonly unknown[])[]): Adapter {
  const adapter: Pick<Adapter, "loadPolicy"> = {
    loadPolicy: async (into) => {
      for (const [ptype = "", ...fields] of rows())
        into.model
          .get(String(ptype).charAt(0))
          ?.get(String(ptype))
          ?.policy.push(fields as string[]);
    },
  };
  return adapter as Adapter;
}
