import type { Scope } from "../expression/compile.ts";
import { compilePartial, type MayHold } from "../expression/partial.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import type { About } from "./evaluator.ts";

/** The request tokens that are known when only a purpose, only a tool, or a tool for a purpose is asked about. */
export const KNOWN: Readonly<Record<About, ReadonlySet<string>>> = {
  purpose: new Set(["sub", "intent", "dom"]),
  tool: new Set(["sub", "tool"]),
  use: new Set(["sub", "tool", "act", "intent"]),
  edge: new Set(["edge", "from", "to", "intent", "dom"]),
  "edge tool": new Set(["edge", "from", "to", "intent", "dom", "tool"]),
};

/** The matcher of a policy, for questions of which only some tokens are known; compiled when first asked. */
export function partialMatcher(set: DefinitionSet, scope: Scope): Readonly<Record<About, MayHold>> {
  const compile = (about: About): MayHold => {
    let compiled: MayHold | undefined;
    return (request, rule, extra) => {
      compiled ??= compilePartial(set.matcher.node, scope, KNOWN[about]);
      return compiled(request, rule, extra);
    };
  };
  return {
    purpose: compile("purpose"),
    tool: compile("tool"),
    use: compile("use"),
    edge: compile("edge"),
    "edge tool": compile("edge tool"),
  };
}
