import {
  type ArgumentValue,
  CallFacts,
  type Clause,
  type IndexView,
  PlaceFinder,
  type ProvenancePort,
  reasonsAgainst,
  type ToolRisk,
  type ToolScope,
  type ValueSource,
} from "@ambit/core";
import type { Derived } from "../stage/derive.ts";
import { argumentLeaves, roleAt } from "./argument-roles.ts";

/**
 * What is known of the values of a call: from the user's words, the subject, and what the tools of the run have returned to
 * whatever agent. A text that one agent writes for another has no other origin than what is in it.
 */
export class KnownFacts implements ProvenancePort {
  readonly #derived: Derived;
  #asked: { readonly facts: CallFacts; readonly view: IndexView } | undefined;

  constructor(derived: Derived) {
    this.#derived = derived;
  }

  from(argument: ArgumentValue): ValueSource | undefined {
    return this.#known.facts.from(argument);
  }

  nowhere(argument: ArgumentValue): boolean | undefined {
    return this.#known.facts.nowhere(argument);
  }

  contested(argument: ArgumentValue): boolean | undefined {
    return this.#known.facts.contested(argument);
  }

  hostFromUser(argument: ArgumentValue): boolean {
    return this.#known.facts.hostFromUser(argument);
  }

  fresh(argument: ArgumentValue): boolean | undefined {
    return this.#known.facts.fresh(argument);
  }

  copied(argument: ArgumentValue): boolean | undefined {
    return this.#known.facts.copied(argument);
  }

  containsSecret(argument: ArgumentValue): boolean | undefined {
    return this.#known.facts.containsSecret(argument);
  }

  linkedToUser(argument: ArgumentValue): boolean | undefined {
    return this.#known.facts.linkedToUser(argument);
  }

  planned(): boolean {
    const { call, frame, intent } = this.#derived.parts;
    return intent.tools?.includes(call.tool) === true || names(frame.grant.links[0].scope.tools, call.tool);
  }

  risk(): ToolRisk {
    return this.#derived.parts.entry.risk;
  }

  /** A commit inherits what spoke against the writes that it completes, and needs no plan beside theirs. */
  reasons(): number | undefined {
    const { entry, call } = this.#derived.parts;
    const { facts, view } = this.#known;
    const pending = entry.effect === "commit" ? view.pending(entry.completes ?? []) : undefined;
    const values = argumentLeaves(entry, call.args);
    if (values === undefined) return undefined;
    const planned = pending !== undefined || this.planned();
    const own = reasonsAgainst(facts, { entry, planned, values });
    return own === undefined ? undefined : Math.max(own.length, pending ?? 0);
  }

  /** What is known at the first question: all further ones are answered out of the same. */
  get #known(): { readonly facts: CallFacts; readonly view: IndexView } {
    if (this.#asked !== undefined) return this.#asked;
    const { frame, entry } = this.#derived.parts;
    const view = frame.run.values.view();
    const finder = new PlaceFinder(frame.run.named, view);
    this.#asked = { facts: new CallFacts(finder, (path) => roleAt(entry, path)), view };
    return this.#asked;
  }
}

/** Whether the run's own ceiling holds a clause for the tool; a ceiling of any tool names none. */
function names(tools: ToolScope, tool: string): boolean {
  if (tools === "any" || !Object.hasOwn(tools, tool)) return false;
  return (tools[tool] as readonly Clause[]).length > 0;
}
