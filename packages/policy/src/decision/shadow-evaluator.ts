import type { EngineAnswer, EngineDifference } from "@ambit/core";

import type { Rule } from "../rule/rule.ts";
import { EnginesDiffer } from "./engines-differ.ts";
import type { About, Evaluator, Question, Verdict } from "./evaluator.ts";
import { Sampler } from "./sampler.ts";

/** The engines that are compared. The first decides. */
interface Engines {
  readonly decides: Evaluator;
  readonly checks: () => Evaluator;
  /** Tries every rule: tells whether a throw is the one documented difference. */
  readonly scans: () => Evaluator;
  readonly compiledDecides: boolean;
}

/** Decides a sample of questions by a second engine too. Where they differ, the narrower answer holds, and says so. */
export class ShadowEvaluator implements Evaluator {
  readonly #engines: Engines;
  readonly #sampler: Sampler;

  constructor(engines: Engines, share: number) {
    this.#engines = engines;
    this.#sampler = new Sampler(share);
  }

  decide(question: Question): Verdict {
    const verdict = this.#engines.decides.decide(question);
    return this.#sampler.next() ? this.#checked(question, verdict) : verdict;
  }

  couldAllow(question: Question, about: About): Rule | undefined {
    return this.#engines.decides.couldAllow(question, about);
  }

  nearest(question: Question): ReturnType<Evaluator["nearest"]> {
    return this.#engines.decides.nearest(question);
  }

  #checked(question: Question, verdict: Verdict): Verdict {
    const { checks, scans, compiledDecides } = this.#engines;
    const other = checks().decide(question);
    const [first, second] = [answerOf(verdict), answerOf(other)];
    if (JSON.stringify(first) === JSON.stringify(second)) return verdict;
    const [compiled, casbin] = compiledDecides ? [first, second] : [second, first];
    // casbin throws in rules that could not have matched; the index never meets them
    const spared = casbin.effect === "error" && answerOf(scans().decide(question)).effect === "error";
    return spared ? verdict : narrower(verdict, other, { compiled, casbin });
  }
}

/** Closed, whichever engine is right: a denial of either denies, and all obligations of both hold. */
function narrower(verdict: Verdict, other: Verdict, difference: EngineDifference): Verdict {
  if (!isAllowed(verdict)) return { ...verdict, difference };
  const matched = [...new Set([...verdict.matched, ...other.matched])];
  if (!isAllowed(other)) {
    return {
      allowed: false,
      named: other.named,
      matched,
      obliging: [],
      fault: new EnginesDiffer(),
      difference,
    };
  }
  const obliging = [...new Set([...verdict.obliging, ...other.obliging])];
  return { ...verdict, matched, obliging, difference };
}

function isAllowed(verdict: Verdict): boolean {
  return verdict.allowed && !("fault" in verdict);
}

/** What of a verdict must be the same; after a throw nothing but the throw is. */
function answerOf(verdict: Verdict): EngineAnswer {
  if ("fault" in verdict) return { effect: "error", matched: [], obliging: [] };
  const { allowed, named, matched, obliging } = verdict;
  return {
    effect: allowed ? "allow" : "deny",
    ...(named === undefined ? {} : { named: nameOf(named) }),
    matched: matched.map(nameOf),
    obliging: obliging.map(nameOf),
  };
}

/** Its place where it has one: ids need not be unique. */
function nameOf({ ref }: Rule): string {
  return ref.at ?? ref.id;
}
