import type { ProvenancePort } from "@ambit/core";

/** No JSON has a symbol for a key and nobody else has this one, so that no value of a request can forge facts. */
const FACTS: unique symbol = Symbol("facts");

/** A copy of `env` that carries what is known of the call's values, for the conditions that read it. */
export function withFacts(env: object, facts: ProvenancePort): object {
  return Object.defineProperty({ ...env }, FACTS, { value: facts });
}

/** What the `env` of a request carries; nothing is known without it. */
export function factsOf(env: unknown): ProvenancePort {
  if (typeof env !== "object" || env === null || !Object.hasOwn(env, FACTS)) return {};
  return (env as { readonly [FACTS]: ProvenancePort })[FACTS];
}
