import { attenuate, type Grant, type Intent, purposeWithin } from "@ambit/core";
import type { Frame } from "../frame/frame.ts";
import { Counter } from "../run/counter.ts";

/** A frame with no more authority than either of two: the links, budgets and actors of both. It stands in the first's place. */
export function joinFrames(first: Frame, second: Frame): Frame {
  return first.with({
    id: second.id,
    actors: joinActors(first.actors, second.actors),
    grant: joinGrants(first.grant, second.grant),
    counter: Counter.below(second.counter, first.counter),
    intent: deeperIntent(first.intent, second.intent),
    depth: Math.max(first.depth, second.depth),
    branchMax: Math.min(first.branchMax, second.branchMax),
  });
}

/** Every call is tested against each link of both. */
function joinGrants(first: Grant, second: Grant): Grant {
  const known = new Set(second.links);
  const missing = first.links.filter((link) => !known.has(link));
  return missing.reduce((grant, link) => attenuate(grant, link), second);
}

/** One chain, when one is the other's beginning; else one after the other: each actor must hold what is done. */
function joinActors(first: readonly string[], second: readonly string[]): readonly string[] {
  const [short, long] = first.length <= second.length ? [first, second] : [second, first];
  if (short.every((actor, index) => long[index] === actor)) return long;
  return Object.freeze([...first, ...second.filter((actor) => !first.includes(actor))]);
}

function deeperIntent(first: Intent, second: Intent): Intent {
  return purposeWithin(second.purpose, first.purpose) ? second : first;
}
