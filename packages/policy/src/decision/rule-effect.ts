import { Effect } from "casbin";

/**
 * The effect of one rule, from the matcher's result, as casbin maps it: numbers are effects, texts are true.
 *
 * `eft` is undefined in a model without that column.
 */
export function ruleEffect(result: unknown, eft: string | undefined): Effect {
  const effect = matcherEffect(result);
  if (effect !== Effect.Allow || eft === undefined || eft === "" || eft === "allow") return effect;
  return eft === "deny" ? Effect.Deny : Effect.Indeterminate;
}

function matcherEffect(result: unknown): Effect {
  switch (typeof result) {
    case "boolean":
      return result ? Effect.Allow : Effect.Indeterminate;
    case "number":
      return result === 0 ? Effect.Indeterminate : (result as Effect);
    case "string":
      return result === "" ? Effect.Indeterminate : Effect.Allow;
    default:
      throw new TypeError("matcher result should only be of type boolean, number, or string");
  }
}
