import {
  formOf,
  isIdLike,
  isWrite,
  reasonsAgainst,
  type RoleValue,
  CallFacts,
  PlaceFinder,
  type Planted,
} from "@ambit/core";
import { isErrorMessage, textAt } from "../call/error-message.ts";
import type { Run } from "../run/run.ts";
import type { Executed } from "../stage/execute.ts";
import { type ArgumentLeaf, argumentLeaves } from "./argument-roles.ts";
import { KnownFacts } from "./known-facts.ts";
import { resultData } from "./result-data.ts";

/**
 * Notes where the values come from that a call has returned, as the agent will see it.
 *
 * Of calls that were denied, suspended or not done again nothing is noted; under a policy that asks for no provenance only
 * that something was left out.
 */
export function indexResult(executed: Executed, result: unknown): void {
  const { decided, status, isRepeat } = executed.parts;
  const { derived, frame } = decided.parts.authorized.parts;
  const { run } = frame;
  if (status === "suspended" || isRepeat) return;
  if (derived.parts.attempt.policy.asksProvenance === false) return run.skipValues();
  const { entry, call } = derived.parts;
  const leaves = argumentLeaves(entry, call.args);
  // nobody could say what the result repeats
  if (leaves === undefined) return run.values.skip();
  if (isWrite(entry)) noteWrite(executed, leaves);
  if (decided.parts.effect === "ask") run.values.approve(leaves.filter(isNamable));
  const { returns } = entry;
  try {
    const asked = isAsked(run, leaves);
    run.values.add({ args: call.args, returns, asked, ...dataOf(executed, result) });
  } catch {
    // anything can be returned or thrown, and what cannot be looked at may say anything
    run.values.skip();
  }
}

function dataOf({ parts }: Executed, result: unknown): ReturnType<typeof resultData> {
  const { derived } = parts.decided.parts.authorized.parts;
  const { entry, attempt } = derived.parts;
  const { parse = "json", errors = "prose" } = entry.returns;
  const { readYaml } = attempt.policy;
  if (parts.status === "ok" && !isErrorMessage(result)) return resultData(result, parse, readYaml);
  const text = parts.status === "error" ? textAt(result, "message") : undefined;
  const { value } = resultData(text ?? result, "text", readYaml);
  return { value: typeof value === "string" ? value : JSON.stringify(value), text: errors };
}

/** What a write brings in is no more the system's own than it was before, and its commit asks what spoke against it. */
function noteWrite({ parts: { decided } }: Executed, leaves: readonly ArgumentLeaf[]): void {
  const { derived, frame } = decided.parts.authorized.parts;
  const { entry } = derived.parts;
  const { values, named } = frame.run;
  const known = new KnownFacts(derived);
  const roles = new Map(leaves.map(({ path, role }) => [path, role]));
  const facts = new CallFacts(new PlaceFinder(named, values.view()), (path) => roles.get(path));
  const planted = leaves.flatMap((leaf): readonly Planted[] => {
    const from = isText(leaf) ? undefined : facts.from(leaf);
    return from === "model" || from === "prose" || from === "counterparty" ? [{ ...leaf, from }] : [];
  });
  const reasons =
    reasonsAgainst(facts, { entry, planned: known.planned(), values: leaves })?.length ?? Infinity;
  if (entry.effect === "commit") values.completed(entry.completes ?? []);
  // a person has answered for it
  values.wrote(entry.tool, decided.parts.effect === "ask" ? 0 : reasons, planted);
}

function isText({ role }: ArgumentLeaf): boolean {
  return role === "prose" || role === "quantity";
}

function isNamable(leaf: ArgumentLeaf): leaf is ArgumentLeaf & RoleValue {
  return leaf.role !== undefined && (isIdLike(leaf.role) || leaf.role === "name");
}

/** Whether all that the call was given comes from the user or the subject. */
function isAsked({ named }: Run, leaves: readonly ArgumentLeaf[]): boolean {
  const forms = leaves.map(({ value }) => formOf(value));
  return (
    forms.length > 0 &&
    forms.every((form) => form !== undefined && (named.byUser(form) || named.bySubject(form)))
  );
}
