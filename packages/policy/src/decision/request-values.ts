import { type PolicyRequest, type ResourceClass, sensitivityRank } from "@ambit/core";

import { withFacts } from "../condition/facts.ts";
import type { RequestToken } from "../model/vocabulary.ts";

/** What the request tokens stand for, except who asks and for which resource. */
export type Facts = Omit<PolicyRequest, "principals" | "resources">;

/** Turns requests into values in the order of a model's request definition. */
export class RequestValues {
  readonly #readers: readonly ((facts: Partial<Facts>) => unknown)[];
  /** Whether the model reads the tenant. */
  readonly tenant: boolean;
  readonly #principal: number;
  readonly #resource: readonly number[];

  /** `provenance`: whether a condition may ask where values come from; `env` then carries the facts. */
  constructor(tokens: readonly string[], provenance = false) {
    this.#readers = tokens.map((token) =>
      provenance && token === "env" ? environment : READ[token as RequestToken],
    );
    this.tenant = tokens.includes("dom");
    this.#principal = tokens.indexOf("sub");
    this.#resource = tokens.flatMap((token, slot) => (token === "res" || token === "obj" ? [slot] : []));
  }

  /** The values of a request, without principal and resource. */
  of(facts: Partial<Facts>): unknown[] {
    return this.#readers.map((read) => read(facts));
  }

  /** Sets principal and resource, or a class of them, in place: values are read during a decision only. */
  ask(values: unknown[], principal: string, resource: string | ResourceClass): void {
    if (this.#principal >= 0) values[this.#principal] = principal;
    for (const slot of this.#resource) values[slot] = resource;
  }
}

/** How each token is read; `sub`, `res` and `obj` change from question to question and are set in place. */
const READ: Readonly<Record<RequestToken, (facts: Partial<Facts>) => unknown>> = {
  sub: () => undefined,
  res: () => undefined,
  obj: () => undefined,
  tool: (facts) => facts.tool,
  act: (facts) => facts.action,
  sens: ({ sensitivity }) => (sensitivity === undefined ? undefined : sensitivityRank(sensitivity)),
  intent: (facts) => facts.intent,
  depth: (facts) => facts.depth,
  env: (facts) => facts.env,
  args: (facts) => facts.args,
  dom: (facts) => facts.tenant,
};

function environment({ env, provenance }: Partial<Facts>): unknown {
  return env === undefined || provenance === undefined ? env : withFacts(env, provenance);
}
