import type { Chance } from "../fuzz/chance.ts";
import { resourcePattern } from "./generate-table.ts";
import type {
  Allowed,
  Arguments,
  Asked,
  Called,
  Declared,
  Ending,
  Goal,
  Of,
  Operation,
  Passed,
  Units,
} from "./operation.ts";
import {
  AGENTS,
  AREAS,
  IDS,
  PAYEES,
  PURPOSES,
  ROLES,
  SUBJECTS,
  type Tool,
  TOOL_NAMES,
  TOOLS,
} from "./world.ts";

const LENGTH = { least: 8, more: 22 };

/** A random history. Its first operations open a run and enter an agent, else most of the rest would have no seat. */
export function generate(chance: Chance): readonly Operation[] {
  const length = LENGTH.least + chance.below(LENGTH.more);
  const first = generateAsked(chance);
  const theme = { first, known: [0, 1, 2].map((name) => knownCall(chance, name)) };
  const isTalk = chance.next() < 0.4;
  const rest = Array.from({ length }, () => {
    const roll = chance.next();
    if (roll < 0.08) return plunge(chance);
    if (roll < 0.11) return hesitate(chance);
    if (roll < 0.14) return relay(chance);
    return isTalk && roll < 0.24 ? comeBack(chance, theme) : [operation(chance, theme)];
  });
  const talk = isTalk ? [{ ...thread(chance, 0), resumes: false }] : [];
  return [{ kind: "open", asked: first }, ...talk, enter(chance), ...rest.flat()];
}

/** A run that goes on with a conversation, and what was called comes again. */
function comeBack(chance: Chance, { first, known }: Theme): readonly Operation[] {
  const asked = chance.next() < 0.8 ? first : generateAsked(chance);
  const opening: readonly Operation[] = [{ kind: "open", asked }, thread(chance, 0)];
  return [
    ...(chance.next() < 0.6 ? opening : []),
    ...(chance.next() < 0.6 ? [{ ...enter(chance), at: 0 } as Operation] : []),
    { kind: "call", at: 0, ...chance.pick(known) },
    { kind: "answer", at: 0.99, yes: chance.next() < 0.8, later: chance.next() < 0.5 },
    ...(chance.next() < 0.5 ? [{ kind: "finish", at: 0.99, ending: ending(chance) } as const] : []),
  ];
}

function thread(chance: Chance, at: number): Of<"thread"> {
  return {
    kind: "thread",
    at,
    thread: chance.pick(["talk-1", "talk-1", "talk-1", "talk-2"]),
    resumes: chance.next() < 0.7,
    exists: chance.next() < 0.5,
  };
}

function knownCall(chance: Chance, name: number): Called {
  const tool = chance.pick(["save", "pay", ...TOOL_NAMES]);
  return { tool, args: given(chance, TOOLS[tool]?.ids ?? []), by: "named", name: `name-${name}` };
}

/** An agent that delegates to another: chains would seldom grow deep by chance alone. */
function plunge(chance: Chance): readonly Operation[] {
  return [
    { kind: "call", at: 0, tool: "ask", args: {}, by: chance.pick(["turn", "code"]) },
    { ...enter(chance), at: 0 } as Operation,
  ];
}

/** An agent that hands over, and who takes over: beside it, and now and then elsewhere. */
function relay(chance: Chance): readonly Operation[] {
  const targets = handedTo(chance);
  return [
    { kind: "call", at: 0, tool: "ask", args: {}, by: "turn" },
    { kind: "handoff", at: 0, targets },
    { kind: "finish", at: 0.99, ending: "returns" },
    ...targets.map(
      (target) => ({ ...enter(chance), agent: target === "*" ? chance.pick(AGENTS) : target }) as Operation,
    ),
  ];
}

function handedTo(chance: Chance): readonly string[] {
  if (chance.next() < 0.1) return ["*"];
  const [first, second] = [chance.pick(AGENTS), chance.pick(AGENTS)];
  return chance.next() < 0.8 || first === second ? [first] : [first, second];
}

/** A person who takes time to answer. */
function hesitate(chance: Chance): readonly Operation[] {
  const between: Operation =
    chance.next() < 0.8
      ? { kind: "wait", ms: chance.pick([30_000, 30_000, 400_000]) }
      : { kind: "end", at: chance.next() };
  return [between, { kind: "answer", at: chance.next(), yes: true }];
}

/** What the operations of one history have in common. */
interface Theme {
  readonly first: Asked;
  /** Calls that come again. */
  readonly known: readonly Called[];
}

type Make = (chance: Chance, at: number, theme: Theme) => Operation;

/** How often, in a thousand, which operation happens by itself. */
const OPERATIONS: readonly [readonly [number, Make], ...(readonly [number, Make])[]] = [
  [30, (chance, at) => ({ kind: "goal", at, goal: generateGoal(chance) })],
  [15, (chance, at) => ({ kind: "handoff", at, targets: handedTo(chance) })],
  [15, (chance, at) => ({ kind: "revoke", at, whole: chance.next() < 0.15, inside: chance.next() < 0.3 })],
  [300, (chance, at) => ({ kind: "call", at, ...generateCall(chance) })],
  [60, (chance, at) => ({ kind: "burst", at, calls: calls(chance) })],
  [190, (chance, at) => ({ kind: "finish", at, ending: ending(chance) })],
  [90, (chance, at) => ({ kind: "answer", at, yes: chance.next() < 0.8, later: chance.next() < 0.15 })],
  [40, (chance, at, { known }) => ({ kind: "call", at, ...chance.pick(known) })],
  [15, (chance, at) => thread(chance, at)],
  [100, (chance) => enter(chance)],
  [100, (chance) => generateTurn(chance)],
  [25, (chance, at, { first }) => ({ kind: "nest", at, asked: nested(chance, first) })],
  [35, (chance) => ({ kind: "wait", ms: chance.pick([1000, 20_000, 60_000, 120_000]) })],
  [25, (chance) => ({ kind: "open", asked: generateAsked(chance) })],
  [15, (_, at) => ({ kind: "end", at })],
];

const OFTEN = OPERATIONS.reduce((sum, [often]) => sum + often, 0);

function operation(chance: Chance, theme: Theme): Operation {
  const at = chance.next();
  let roll = chance.below(OFTEN);
  const [, make] = OPERATIONS.find(([often]) => (roll -= often) < 0) ?? OPERATIONS[0];
  return make(chance, at, theme);
}

function calls(chance: Chance): readonly Called[] {
  return Array.from({ length: 2 + chance.below(3) }, () => generateCall(chance));
}

export function generateAsked(chance: Chance): Asked {
  return {
    subject: chance.pick(SUBJECTS),
    roles: chance.some(ROLES, 0.2),
    purpose: chance.next() < 0.6 ? "work" : chance.pick([...PURPOSES, "nothing"]),
    ...task(chance),
    ...(chance.next() < 0.3 ? { depth: chance.below(6) } : {}),
    ...(chance.next() < 0.2 ? { branch: 1 + chance.below(4) } : {}),
    ...(chance.next() < 0.15 ? { adopt: true } : {}),
  };
}

function generateGoal(chance: Chance): Goal {
  return {
    purpose: chance.pick(["work", ...PURPOSES, "nothing"]),
    ...task(chance),
    ...(chance.next() < 0.2 ? { agrees: chance.next() < 0.6 } : {}),
  };
}

function task(chance: Chance): Omit<Goal, "purpose"> {
  return {
    ...(chance.next() < 0.3 ? { named: chance.pick([...IDS, ...PAYEES]) } : {}),
    ...(chance.next() < 0.3 ? { allow: allowed(chance) } : {}),
    ...(chance.next() < 0.5 ? { budget: units(chance) } : {}),
    ...(chance.next() < 0.3 ? { ttl: chance.pick([20_000, 60_000, 120_000]) } : {}),
  };
}

/** A request for the run inside a run: mostly by its own subject, since another one is refused at once. */
function nested(chance: Chance, first: Asked): Asked {
  const asked = generateAsked(chance);
  return chance.next() < 0.8
    ? { ...asked, subject: first.subject, purpose: chance.pick([first.purpose, asked.purpose]) }
    : asked;
}

function allowed(chance: Chance): readonly Allowed[] {
  const tools = ["ask", ...chance.some(TOOL_NAMES, 0.6)];
  return tools.map((tool) => ({
    tool,
    ...(chance.next() < 0.3 ? { ids: chance.some(IDS, 0.6) } : {}),
    ...(chance.next() < 0.3 ? { resources: [resourcePattern(chance), resourcePattern(chance)] } : {}),
  }));
}

function units(chance: Chance): Units {
  return {
    ...(chance.next() < 0.5 ? { calls: 1 + chance.below(7) } : {}),
    ...(chance.next() < 0.4 ? { writes: chance.below(4) } : {}),
    ...(chance.next() < 0.4 ? { denials: 1 + chance.below(5) } : {}),
  };
}

function enter(chance: Chance): Operation {
  return {
    kind: "enter",
    at: chance.next(),
    agent: chance.pick(AGENTS),
    passed: chance.next() < 0.3 ? generatePassed(chance) : {},
    ...(chance.next() < 0.15 ? { ttl: chance.pick([10_000, 60_000, 600_000]) } : {}),
  };
}

export function generatePassed(chance: Chance): Passed {
  return {
    ...(chance.next() < 0.7 ? { tools: ["ask", ...chance.some(TOOL_NAMES, 0.5)] } : {}),
    ...(chance.next() < 0.3 ? { resources: [resourcePattern(chance), resourcePattern(chance)] } : {}),
  };
}

export function generateTurn(chance: Chance): Of<"turn"> {
  const purpose = chance.next() < 0.5 ? "work" : chance.pick([...PURPOSES, "nothing"]);
  const declared: Declared = { purpose, ...(chance.next() < 0.6 ? generatePassed(chance) : {}) };
  return {
    kind: "turn",
    at: chance.next(),
    calls: 1 + chance.below(4),
    ...(chance.next() < 0.7 ? { declared } : {}),
  };
}

export function generateCall(chance: Chance): Called {
  const by = chance.pick(["turn", "turn", "turn", "lost", "code"] as const);
  const tool = chance.pick(TOOL_NAMES);
  return {
    tool,
    args: given(chance, TOOLS[tool]?.ids ?? []),
    by,
    ...(chance.next() < 0.1 ? { task: chance.pick(["task-1", "task-2"]) } : {}),
  };
}

function given(chance: Chance, ids: Tool["ids"]): Arguments {
  const values = { id: IDS, area: AREAS, to: PAYEES };
  return {
    ...Object.fromEntries(ids.map((name) => [name, chance.pick(values[name])])),
    ...(ids.includes("to") ? { amount: chance.pick([5, 5, 7]) } : {}),
    ...(chance.next() < 0.2 ? { note: chance.pick(["soon", "later"]) } : {}),
  };
}

function ending(chance: Chance): Ending {
  return chance.pick(["returns", "returns", "returns", "throws", "throws", "reports", "suspends"] as const);
}
