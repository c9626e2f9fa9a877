import type { ToolEntry } from "@ambit/core";
import type { ToolFacts } from "@ambit/langchain";
import type { Guess } from "./guess.ts";
import type { Kind, Verb } from "./verb.ts";

type Hints = NonNullable<ToolFacts["annotations"]>;

/** What a tool does to the world, as far as its name and the hints of its server tell. */
export interface GuessedEffect {
  readonly effect: Guess<ToolEntry["effect"]>;
  readonly risk: Guess<ToolEntry["risk"]>;
  readonly idempotent: Guess<boolean>;
}

const EFFECTS: Readonly<Record<Kind, ToolEntry["effect"]>> = {
  read: "read",
  navigate: "navigate",
  change: "write",
  run: "write",
  destroy: "write",
  commit: "commit",
};

const NOTHING = "nothing says what it does";

/**
 * Where name and hints differ the graver one counts: a server's hints are its own words, and a name is nobody's promise.
 *
 * `takesUrl`: what reads an address given to it goes where it is told.
 */
export function effectOf(
  verb: Verb | undefined,
  hints: Hints,
  { takesUrl }: { readonly takesUrl: boolean },
): GuessedEffect {
  const effect = goesOut(effectByBoth(verb, hints), { hints, takesUrl });
  return {
    effect,
    risk: riskOf(effect.value, { verb, hints }),
    idempotent: idempotentOf(effect.value, hints),
  };
}

function effectByBoth(verb: Verb | undefined, hints: Hints): GuessedEffect["effect"] {
  const named = verb === undefined ? undefined : EFFECTS[verb.kind];
  const why = verb === undefined ? NOTHING : `the name says "${verb.word}"`;
  if (named === "write" || named === "commit") return { value: named, why };
  if (hints.readOnlyHint === false) return { value: "write", why: "readOnlyHint is false" };
  if (hints.destructiveHint === true) return { value: "write", why: "destructiveHint is true" };
  if (named !== undefined) return { value: named, why };
  return hints.readOnlyHint === true
    ? { value: "read", why: "readOnlyHint is true; nothing but its server says so" }
    : { value: "write", why };
}

function goesOut(
  effect: GuessedEffect["effect"],
  { hints, takesUrl }: { readonly hints: Hints; readonly takesUrl: boolean },
): GuessedEffect["effect"] {
  if (effect.value !== "read") return effect;
  if (takesUrl) return { value: "navigate", why: `${effect.why}, and it takes an address` };
  if (hints.openWorldHint === true) return { value: "navigate", why: `${effect.why}, openWorldHint is true` };
  return effect;
}

interface Said {
  readonly verb: Verb | undefined;
  readonly hints: Hints;
}

function riskOf(effect: ToolEntry["effect"], said: Said): GuessedEffect["risk"] {
  if (said.hints.destructiveHint === true) return { value: "high", why: "destructiveHint is true" };
  if (effect === "read") return riskOfRead(said);
  if (effect !== "write") return { value: "high", why: "it goes out" };
  return riskOfWrite(said);
}

function riskOfRead({ verb, hints }: Said): GuessedEffect["risk"] {
  const isHome = hints.readOnlyHint === true && hints.openWorldHint === false;
  return verb?.kind === "read" && isHome
    ? { value: "low", why: "name and hints say that it reads what is at home" }
    : { value: "normal", why: "it reads; low if it never leaves your own systems" };
}

function riskOfWrite({ verb, hints }: Said): GuessedEffect["risk"] {
  const isMild = hints.destructiveHint === false && hints.openWorldHint === false;
  return verb?.kind === "change" && isMild
    ? { value: "normal", why: "destructiveHint and openWorldHint are false" }
    : { value: "high", why: "nothing says that it can be undone" };
}

function idempotentOf(effect: ToolEntry["effect"], hints: Hints): GuessedEffect["idempotent"] {
  if (effect === "read") return { value: true, why: "it reads" };
  if (hints.idempotentHint === true && effect !== "commit")
    return { value: true, why: "idempotentHint is true" };
  return { value: false, why: "nothing says that twice is once" };
}
