import type { ProvenancePort, ToolRisk } from "@ambit/core";

import type { CallNode } from "../expression/node.ts";
import { AttributeMissing } from "./attribute-missing.ts";
import { ConditionError } from "./condition-error.ts";
import { factsOf } from "./facts.ts";
import { functionName } from "./function-name.ts";
import type { Term, Value } from "./term.ts";

const RISKS: readonly ToolRisk[] = ["low", "normal", "high"];

/** A fact about the call as a whole. */
interface CallFact extends Pick<Term, "kind" | "texts"> {
  /** As it is written. */
  readonly name: string;
  readonly ask: (facts: ProvenancePort) => unknown;
}

const FACTS: ReadonlyMap<string, CallFact> = new Map<string, CallFact>([
  ["planned", { name: "planned(tool)", kind: "boolean", ask: (facts) => facts.planned?.() }],
  ["risk", { name: "risk(tool)", kind: "string", texts: RISKS, ask: (facts) => facts.risk?.() }],
  ["reasons", { name: "reasons()", kind: "number", ask: (facts) => facts.reasons?.() }],
]);

/** The names of the functions that say something of the call as a whole. */
export const CALL_FACTS: readonly string[] = [...FACTS.keys()];

/** `planned(tool)`, `risk(tool)`, `reasons()`; undefined for any other function. */
export function callFact(node: CallNode): Term | undefined {
  const called = functionName(node);
  const fact = FACTS.get(called);
  if (fact === undefined) return undefined;
  const written = node.arguments.map((given) => (given.type === "Identifier" ? given.name : "?")).join(", ");
  const { name, ask, ...rest } = fact;
  if (`${called}(${written})` !== name) throw new ConditionError(`${called}() is written ${name}`, called);
  return { ...rest, name, read: ({ env }) => known(ask(factsOf(env)), fact) };
}

function known(answer: unknown, { name, kind, texts }: CallFact): Value {
  if (answer === undefined) throw new AttributeMissing(name);
  const fits = typeof answer === kind && !Number.isNaN(answer);
  if (!fits || (texts !== undefined && !texts.includes(answer as string)))
    throw new TypeError(`${name} got no answer that it could give`);
  return answer as Value;
}
