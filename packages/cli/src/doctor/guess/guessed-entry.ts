import type { ToolFacts } from "@ambit/langchain";
import { yamlKey } from "../yaml-key.ts";
import { effectOf } from "./effect.ts";
import type { Guess } from "./guess.ts";
import { type GuessedRole, rolesOf } from "./roles.ts";
import { actionOf, lastWordOf, verbOf } from "./verb.ts";

const COLUMN = 30;

/**
 * The entry for `tools.yaml` of a tool that has none, guessed from its name, its schema and what its server says of it.
 *
 * Every guess says what it was taken from; what nothing is known of has the strictest value. A person has to look at it.
 */
export function guessedEntry(tool: string, facts: ToolFacts = {}): string {
  const verb = verbOf(tool);
  const roles = rolesOf(facts.schema);
  const takesUrl = roles.some(({ role }) => role?.value === "url");
  const { effect, risk, idempotent } = effectOf(verb, facts.annotations ?? {}, { takesUrl });
  const named = actionOf(tool);
  const action: Guess<string> =
    named === undefined
      ? { value: lastWordOf(tool), why: "the last word of its name" }
      : { value: named, why: "its name" };
  return [
    `${yamlKey(tool)}:`,
    guessed("  action", { ...action, value: yamlKey(action.value) }),
    guessed("  effect", effect),
    guessed("  risk", risk),
    guessed("  idempotent", idempotent),
    guessed("  sensitivity", { value: "restricted", why: "nothing says what it touches" }),
    ...argumentLines(roles),
  ].join("\n");
}

function argumentLines(roles: readonly GuessedRole[]): readonly string[] {
  const known = roles.filter(({ role }) => role !== undefined);
  const secrets = known.filter(({ role }) => role?.value === "secret");
  return [
    known.length === 0 ? "  args: {}" : "  args:",
    ...roles.map(({ path, role }) =>
      role === undefined
        ? `    # ${yamlKey(path)}: no guess, it counts as naming someone`
        : guessed(`    ${yamlKey(path)}`, role),
    ),
    ...(secrets.length === 0 ? [] : ["  redact:"]),
    ...secrets.map(({ path }) => guessed(`    ${yamlKey(path)}`, { value: "drop", why: "a secret" })),
  ];
}

function guessed(key: string, { value, why }: Guess<string | boolean>): string {
  return `${`${key}: ${value}`.padEnd(COLUMN)} # guess: ${why}`;
}
