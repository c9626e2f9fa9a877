import {
  type ArgumentValue,
  canonicalValue,
  type Clause,
  isPhrase,
  type ProvenancePort,
  type ToolRisk,
  type ToolScope,
  type ValueSource,
} from "@ambit/core";
import type { Derived } from "./derive.ts";

/** Values of several words that are searched for in one call; further ones count as the model's, so that no call is slow. */
const MAX_PHRASES = 200;

/**
 * What is known of a call without an index of what its tools returned: a value that neither the user nor the subject names
 * counts as the model's, whatever tool it came from.
 */
export class KnownFacts implements ProvenancePort {
  readonly #derived: Derived;
  readonly #known = new Map<string, ValueSource>();
  #phrases = 0;

  constructor(derived: Derived) {
    this.#derived = derived;
  }

  from({ value }: ArgumentValue): ValueSource {
    if (typeof value !== "string" && typeof value !== "number") return "model";
    const text = canonicalValue(value);
    const known = this.#known.get(text) ?? this.#sourceOf(text);
    this.#known.set(text, known);
    return known;
  }

  planned(): boolean {
    const { call, frame, intent } = this.#derived.parts;
    return intent.tools?.includes(call.tool) === true || names(frame.grant.links[0].scope.tools, call.tool);
  }

  risk(): ToolRisk {
    return this.#derived.parts.entry.risk;
  }

  #sourceOf(text: string): ValueSource {
    const { named } = this.#derived.parts.frame.run;
    const skipped = isPhrase(text) && this.#phrases++ >= MAX_PHRASES;
    if (!skipped && named.byUser(text)) return "user";
    return named.bySubject(text) ? "subject" : "model";
  }
}

/** Whether the run's own ceiling holds a clause for the tool; a ceiling of any tool names none. */
function names(tools: ToolScope, tool: string): boolean {
  if (tools === "any" || !Object.hasOwn(tools, tool)) return false;
  return (tools[tool] as readonly Clause[]).length > 0;
}
