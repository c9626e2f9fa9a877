import { VALUE_SOURCES, type ValueSource } from "@ambit/core";

import type { CallNode, Node } from "../expression/node.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { AttributeMissing } from "./attribute-missing.ts";
import { ConditionError } from "./condition-error.ts";
import { functionName } from "./function-name.ts";
import { answered, argumentOf, ofValues, valuesOf } from "./question.ts";
import type { Term } from "./term.ts";

/** The functions that stand only before `in`. */
export const SOURCE_FUNCTIONS: readonly string[] = ["from", "host"];

/**
 * The places that a rule can accept.
 *
 * Prose and the model's own words are none: every value of a list must stand in an accepted place, so that a deny rule
 * which lists the bad ones would miss a list with one good value. It is written `!(from(args.x) in [user, own])`.
 */
const ACCEPTED: readonly ValueSource[] = ["user", "subject", "approved", "own", "counterparty"];

/** `from(args.x) in [user, own]` and `host(args.x) in user`; undefined for any other left side. */
export function memberOfSources(left: Node, right: Node): Term | undefined {
  if (left.type !== "CallExpression") return undefined;
  const name = functionName(left);
  if (name === "from") return fromList(left, right);
  return name === "host" ? hostOfUser(left, right) : undefined;
}

function fromList(node: CallNode, right: Node): Term {
  const path = argumentOf(node);
  const name = `from(${path.name})`;
  const places = new Set<unknown>(placesOf(right));
  return {
    kind: "boolean",
    name,
    read: (attributes) => {
      const { facts, values } = valuesOf(attributes, path);
      return ofValues(values, "every", (value) => places.has(source(facts.from?.(value), name)));
    },
  };
}

function source(answer: unknown, name: string): unknown {
  if (answer === undefined) throw new AttributeMissing(name);
  if (!VALUE_SOURCES.some((known) => known === answer)) throw new TypeError(`${name} got no known place`);
  return answer;
}

function placesOf(node: Node): readonly ValueSource[] {
  const written = node.type === "ArrayExpression" ? node.elements : [];
  if (written.length === 0)
    throw new ConditionError("from() is followed by a list: in [user, subject, approved, own]", "from");
  return written.map(placeOf);
}

function placeOf(node: Node): ValueSource {
  if (node.type === "Literal")
    throw new ConditionError(`${node.raw} is a text: places are bare words, [user, own]`, node.raw);
  const word = node.type === "Identifier" ? node.name : "";
  const place = ACCEPTED.find((accepted) => accepted === word);
  if (place !== undefined) return place;
  const message = VALUE_SOURCES.some((known) => known === word)
    ? `${word} is no place to accept: what comes from elsewhere is !(from(args.x) in [user, own])`
    : `"${word}" is no place that a value can come from: no call could meet it`;
  throw new ConditionError(message, word, nearestWord(word, ACCEPTED));
}

function hostOfUser(node: CallNode, right: Node): Term {
  const path = argumentOf(node);
  const name = `host(${path.name})`;
  if (right.type !== "Identifier" || right.name !== "user")
    throw new ConditionError(`${name} is followed by in user`, "host");
  return {
    kind: "boolean",
    name,
    read: (attributes) => {
      const { facts, values } = valuesOf(attributes, path);
      return ofValues(values, "every", (value) => answered(facts.hostFromUser?.(value), name));
    },
  };
}
