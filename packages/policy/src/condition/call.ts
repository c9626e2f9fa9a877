import type { CallNode } from "../expression/node.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { attributePath, findAttribute } from "./attribute.ts";
import { callFact, CALL_FACTS } from "./call-fact.ts";
import { ConditionError } from "./condition-error.ts";
import { functionName } from "./function-name.ts";
import { type Question, QUESTIONS, questionTerm } from "./question.ts";
import { SOURCE_FUNCTIONS } from "./source-list.ts";
import type { Term } from "./term.ts";

/** The functions that say where values come from; what they say is asked of the request's `provenance`. */
const FACT_FUNCTIONS: readonly string[] = [...SOURCE_FUNCTIONS, ...QUESTIONS.keys(), ...CALL_FACTS];

const ASKS = new RegExp(`\\b(?:${FACT_FUNCTIONS.join("|")})\\s*\\(`, "u");

/** Whether a condition may ask where values come from; false only if it does not. */
export function asksFacts(text: string): boolean {
  return ASKS.test(text);
}

/** The term of a call: `has(args.x)`, `contested(args.x)`, `planned(tool)`. */
export function callTerm(node: CallNode): Term {
  const name = functionName(node);
  if (name === "has") return has(node);
  const question: Question | undefined = QUESTIONS.get(name);
  if (question !== undefined) return questionTerm(node, question);
  if (SOURCE_FUNCTIONS.includes(name)) {
    const list = name === "from" ? "in [user, subject, approved, own]" : "in user";
    throw new ConditionError(`${name}() is followed by ${list}`, name);
  }
  return callFact(node) ?? unknown(name);
}

function unknown(name: string): never {
  const shown = name === "" ? "a method" : `${name}()`;
  throw new ConditionError(
    `${shown} is unknown in a condition: no call could meet it`,
    name,
    nearestWord(name, ["has", ...FACT_FUNCTIONS]),
  );
}

function has(node: CallNode): Term {
  const argument = node.arguments[0];
  if (node.arguments.length !== 1 || argument === undefined)
    throw new ConditionError("has() takes one attribute", "has");
  const path = attributePath(argument);
  return {
    kind: "boolean",
    name: `has(${path.name})`,
    read: (attributes) => findAttribute(attributes, path) !== undefined,
  };
}
