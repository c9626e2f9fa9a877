import type { ArgumentValue, ProvenancePort } from "@ambit/core";

import type { CallNode, Node } from "../expression/node.ts";
import { attributePath, type AttributePath, type Attributes, findAttribute } from "./attribute.ts";
import { AttributeMissing } from "./attribute-missing.ts";
import { ConditionError } from "./condition-error.ts";
import { factsOf } from "./facts.ts";
import { functionName } from "./function-name.ts";
import { leavesOf } from "./leaves.ts";
import { asBoolean, type Term } from "./term.ts";

/** A question about where an argument comes from, asked of each of its values. */
export interface Question {
  /** The bare word that is its second argument. */
  readonly word?: string;
  /** What holds of the argument if it holds of one of its values, or only if it holds of each. */
  readonly of: "some" | "every";
  readonly ask: (facts: ProvenancePort, argument: ArgumentValue) => unknown;
}

/** What speaks against a call holds of some value, what speaks for it of every value: a list hides neither. */
export const QUESTIONS: ReadonlyMap<string, Question> = new Map<string, Question>([
  ["nowhere", { of: "some", ask: (facts, argument) => facts.nowhere?.(argument) }],
  ["contested", { of: "some", ask: (facts, argument) => facts.contested?.(argument) }],
  ["fresh", { of: "some", ask: (facts, argument) => facts.fresh?.(argument) }],
  ["copied", { of: "some", ask: (facts, argument) => facts.copied?.(argument) }],
  ["contains", { of: "some", word: "secret", ask: (facts, argument) => facts.containsSecret?.(argument) }],
  ["linked", { of: "every", word: "user", ask: (facts, argument) => facts.linkedToUser?.(argument) }],
]);

/** `contested(args.x)`, `contains(args.x, secret)`. */
export function questionTerm(node: CallNode, { word, of, ask }: Question): Term {
  const path = argumentOf(node, word);
  const called = functionName(node);
  const name = word === undefined ? `${called}(${path.name})` : `${called}(${path.name}, ${word})`;
  return {
    kind: "boolean",
    name,
    read: (attributes) => {
      const { facts, values } = valuesOf(attributes, path);
      return ofValues(values, of, (value) => answered(ask(facts, value), name));
    },
  };
}

/** The argument that a function asks about; the only other thing that it may be given is the word. */
export function argumentOf(node: CallNode, word?: string): AttributePath {
  const [argument, second, ...more] = node.arguments;
  const name = functionName(node);
  const fits = more.length === 0 && (word === undefined ? second === undefined : isWord(second, word));
  const path = argument === undefined || !fits ? undefined : attributePath(argument);
  if (path?.root === "args") return path;
  const form = word === undefined ? `${name}(args.x)` : `${name}(args.x, ${word})`;
  throw new ConditionError(`${name}() is written ${form}`, path?.name ?? name);
}

function isWord(node: Node | undefined, word: string): boolean {
  return node?.type === "Identifier" && node.name === word;
}

/** The values of an argument and what is known of them. */
export function valuesOf(
  attributes: Attributes,
  path: AttributePath,
): { readonly facts: ProvenancePort; readonly values: Iterable<ArgumentValue> } {
  const value = findAttribute(attributes, path);
  if (value === undefined) throw new AttributeMissing(path.name);
  return { facts: factsOf(attributes.env), values: leavesOf(value, path.members.join(".")) };
}

/** Whether something holds of some value or of every one. All are asked: what nobody knows of one is missing. */
export function ofValues(
  values: Iterable<ArgumentValue>,
  of: Question["of"],
  holds: (value: ArgumentValue) => boolean,
): boolean {
  let some = false;
  let every = true;
  for (const value of values) {
    if (holds(value)) some = true;
    else every = false;
  }
  return of === "some" ? some : every;
}

/** The answer to a yes-or-no question; throws `AttributeMissing` when nobody knows it. */
export function answered(answer: unknown, name: string): boolean {
  if (answer === undefined) throw new AttributeMissing(name);
  return asBoolean(answer, name);
}
