import type { Chance } from "../../fuzz/chance.ts";
import { generateAsked, generateCall, generatePassed, generateTurn } from "../generate.ts";
import type { Asked, Called, Declared, Passed } from "../operation.ts";
import { AGENTS } from "../world.ts";

/** A call of the script, and how its tool ends. */
export interface Spoken {
  readonly called: Called;
  readonly throws: boolean;
  /** What a person says who is asked about it. */
  readonly yes: boolean;
}

/** One model turn: what it declares, and the calls that it makes at once. */
interface Turn {
  readonly declared?: Declared;
  readonly calls: readonly Spoken[];
}

/** An agent that plays a script. Its tool `ask` asks the callee, where it has one. */
export interface Team {
  readonly agent: string;
  readonly passed: Passed;
  readonly turns: readonly Turn[];
  readonly callee?: Team;
}

/** A small graph: agents in tools, run for a request. */
export interface Graph {
  readonly asked: Asked;
  /** Whether there are people, who answer at once. */
  readonly people: boolean;
  /** How often a failing tool is tried. */
  readonly tries: 1 | 2;
  readonly team: Team;
}

export function generateGraph(chance: Chance): Graph {
  const asked = generateAsked(chance);
  const tries = chance.next() < 0.25 ? 2 : 1;
  return {
    asked: { ...asked, purpose: asked.purpose === "nothing" ? "work" : asked.purpose },
    people: chance.next() < 0.6,
    tries,
    team: generateTeam(chance, { depth: 0, most: tries === 1 ? 4 : 1 }),
  };
}

function generateTeam(chance: Chance, about: { readonly depth: number; readonly most: number }): Team {
  const { depth, most } = about;
  const callee =
    depth < 4 && chance.next() < 0.8 ? generateTeam(chance, { depth: depth + 1, most }) : undefined;
  const team = {
    agent: chance.pick(AGENTS),
    passed: depth > 0 && chance.next() < 0.3 ? generatePassed(chance) : {},
    turns: Array.from({ length: 1 + chance.below(3) }, () => generateSpeech(chance, most)),
  };
  return callee === undefined ? team : { ...team, callee };
}

function generateSpeech(chance: Chance, most: number): Turn {
  const { declared } = generateTurn(chance);
  const calls = Array.from({ length: 1 + chance.below(most) }, () => generateSpoken(chance));
  // one callee at a time: of two, nobody could say which one comes first
  const first = calls.findIndex(({ called }) => called.tool === "ask");
  const apart = calls.filter(({ called }, index) => called.tool !== "ask" || index === first);
  // calls of one tool end alike: whether one that works or one that fails ends first, nobody could say either
  const alike = apart.map((spoken) => ({
    ...spoken,
    throws: apart.find(({ called }) => called.tool === spoken.called.tool)?.throws === true,
  }));
  return declared === undefined ? { calls: alike } : { declared, calls: alike };
}

function generateSpoken(chance: Chance): Spoken {
  const { tool, args } = generateCall(chance);
  const asks = chance.next() < 0.3;
  const called: Called = asks ? { tool: "ask", args: {}, by: "turn" } : { tool, args, by: "turn" };
  return { called, throws: called.tool !== "ask" && chance.next() < 0.3, yes: chance.next() < 0.7 };
}
