import { type PolicyRequest, sensitivityRank } from "@ambit/core";

import type { RequestToken } from "../model/vocabulary.ts";

/** What the request tokens stand for, except who asks and for which resource. */
export type Facts = Omit<PolicyRequest, "principals" | "resources">;

/** Turns requests into values in the order of a model's request definition. */
export class RequestValues {
  readonly #tokens: readonly string[];
  readonly #principal: number;
  readonly #resource: readonly number[];

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
    this.#principal = tokens.indexOf("sub");
    this.#resource = tokens.flatMap((token, slot) => (token === "res" || token === "obj" ? [slot] : []));
  }

  /** Whether the model reads the tenant. */
  get tenant(): boolean {
    return this.#tokens.includes("dom");
  }

  /** The values of a request, without principal and resource. */
  of(facts: Partial<Facts>): unknown[] {
    return this.#tokens.map((token) => valueOf(token as RequestToken, facts));
  }

  /** Sets principal and resource in place: values are read during a decision only. */
  ask(values: unknown[], principal: string, resource: string): void {
    if (this.#principal >= 0) values[this.#principal] = principal;
    for (const slot of this.#resource) values[slot] = resource;
  }
}

function valueOf(token: RequestToken, facts: Partial<Facts>): unknown {
  switch (token) {
    case "sub":
    case "res":
    case "obj":
      return undefined;
    case "tool":
      return facts.tool;
    case "act":
      return facts.action;
    case "sens":
      return facts.sensitivity === undefined ? undefined : sensitivityRank(facts.sensitivity);
    case "intent":
      return facts.intent;
    case "depth":
      return facts.depth;
    case "env":
      return facts.env;
    case "args":
      return facts.args;
    case "dom":
      return facts.tenant;
  }
}
