import {
  type Awaitable,
  type Effect,
  type Obligation,
  type PolicyAnswer,
  printObligation,
  uniteObligations,
} from "@ambit/core";
import { type Authorized, isAuthorized } from "./authorize.ts";
import { type Asked, askPolicy } from "./ask-policy.ts";
import { andThen } from "./awaiting.ts";
import { refusedByEdges } from "./carried.ts";
import { type DecisionFacts, Denied } from "./denied.ts";

interface DecidedParts {
  readonly authorized: Authorized;
  readonly effect: Exclude<Effect, "deny">;
  readonly obligations: readonly Obligation[];
  /** What the policy said, for the record. */
  readonly facts: DecisionFacts;
}

class DecidedCall {
  readonly #parts: DecidedParts;
  #claimed = false;
  constructor(parts: DecidedParts) {
    this.#parts = Object.freeze(parts);
  }
  static is(value: unknown): value is DecidedCall {
    return typeof value === "object" && value !== null && #parts in value;
  }
  get parts(): DecidedParts {
    return this.#parts;
  }
  /** True once: one decision issues one permit. */
  claim(): boolean {
    const first = !this.#claimed;
    this.#claimed = true;
    return first;
  }
}

export type Decided = DecidedCall;
export const isDecided = (value: unknown): value is Decided => DecidedCall.is(value);

/** Third stage: the policy's answer for the subject and for each actor of the chain; all must allow. */
export function decide(authorized: Authorized): Awaitable<Decided | Denied> {
  if (!isAuthorized(authorized)) return new Denied("decide", "stage_garbage");
  const { policy } = authorized.parts.derived.parts.attempt;
  return andThen<Asked, Decided | Denied>(askPolicy(authorized), (asked) => {
    const concluded = conclude(authorized, asked);
    if (concluded instanceof Denied || policy.carry === undefined) return concluded;
    return andThen(refusedByEdges(authorized, policy.carry), (refused) => refused ?? concluded);
  });
}

function conclude(authorized: Authorized, { answer, reused }: Asked): Decided | Denied {
  const { obligations: demanded } = authorized.parts;
  if (!isAnswer(answer)) return new Denied("decide", "stage_garbage");
  const obligations =
    demanded.length === 0 ? answer.obligations : uniteObligations(answer.obligations, demanded);
  const facts = factsOf(answer, obligations, reused);
  if (answer.effect === "deny") return new Denied("decide", answer.reason ?? "policy_denied", facts);
  const asks = obligations.some(({ kind }) => kind === "approve");
  // an `ask` without anybody to ask would be an allow: refuse it as no answer
  if (answer.effect === "ask" && !asks) return new Denied("decide", "stage_garbage", facts);
  return new DecidedCall({ authorized, effect: asks ? "ask" : "allow", obligations, facts });
}

function factsOf(
  answer: PolicyAnswer,
  obligations: readonly Obligation[],
  reused: string | undefined,
): DecisionFacts {
  const { version: policy, matched, answers, nearest, difference, detail } = answer;
  const facts: { -readonly [Fact in keyof DecisionFacts]: DecisionFacts[Fact] } = {
    policy,
    matched,
    answers,
    obligations: obligations.length === 0 ? [] : obligations.map(printObligation),
  };
  if (reused !== undefined) facts.reused = reused;
  if (nearest !== undefined) facts.nearest = nearest;
  if (difference !== undefined) facts.difference = difference;
  if (detail !== undefined) facts.detail = detail;
  return facts;
}

const KINDS: ReadonlySet<unknown> = new Set<Obligation["kind"]>([
  "approve",
  "redact",
  "alert",
  "log:full",
  "review:after",
  "intent:fresh",
]);

function isAnswer(value: unknown): value is PolicyAnswer {
  if (typeof value !== "object" || value === null) return false;
  const { effect, obligations, matched, answers, version } = value as Partial<PolicyAnswer>;
  const isEffect = effect === "allow" || effect === "ask" || effect === "deny";
  const areLists = Array.isArray(obligations) && Array.isArray(matched) && Array.isArray(answers);
  return (
    isEffect && areLists && typeof version === "string" && obligations.every(({ kind }) => KINDS.has(kind))
  );
}
