import { Util } from "casbin";

import { ConditionError } from "../condition/condition-error.ts";
import { addAttributeKinds, type AttributeKinds } from "../expression/attribute-kind.ts";
import { isBoolean } from "../expression/is-boolean.ts";
import type { Node } from "../expression/node.ts";
import { parseMatcher } from "../expression/parse.ts";
import { FileFindings } from "../finding/file-findings.ts";
import { lintMatcher } from "./lint-matcher.ts";
import type { DefinitionSet, Names } from "./policy-model.ts";
import { changedLiteral } from "./read-matcher.ts";

const MAX_LENGTH = 2000;

/** Parses the text of a rule that a matcher evaluates, alone: brackets in it close nothing of the matcher's. */
export function parseEvaluated(text: string): Node {
  return parseMatcher(Util.escapeAssertion(text));
}

/** Checks the texts of rules that one matcher evaluates. */
export class RuleTextLint {
  readonly #names: Names;
  readonly #kinds: AttributeKinds = new Map();
  readonly #known = new Map<string, ConditionError | undefined>();

  constructor({ names, matcher }: Pick<DefinitionSet, "names" | "matcher">) {
    this.#names = names;
    addAttributeKinds(this.#kinds, matcher.node);
  }

  /** What is wrong with a text; undefined when nothing is. */
  fault(text: string): ConditionError | undefined {
    if (!this.#known.has(text)) this.#known.set(text, this.#check(text));
    return this.#known.get(text);
  }

  #check(text: string): ConditionError | undefined {
    if (text.length > MAX_LENGTH)
      return fault(`an evaluated rule has at most ${MAX_LENGTH} characters`, text);
    const rewritten = /\$|\beval\s*\(|\sin\s/u.exec(text)?.[0].trim();
    if (rewritten !== undefined)
      return fault(`casbin would rewrite "${rewritten}" while it puts the rule into the matcher`, rewritten);
    try {
      return this.#lint(text, parseEvaluated(text));
    } catch (error) {
      const { description } = error as { readonly description?: unknown };
      const why = typeof description === "string" ? description : "unreadable";
      return fault(
        `the rule cannot be parsed alone (${why}): casbin would throw for every call that reaches it`,
        text,
      );
    }
  }

  #lint(text: string, node: Node): ConditionError | undefined {
    const changed = changedLiteral(text, node);
    if (changed !== undefined)
      return fault("casbin would change this text before it compares it: use double quotes", changed);
    const findings = new FileFindings("");
    const at = { line: 1, column: 1 };
    const definition = { section: "matchers", key: "m", value: text, at, pieces: [{ text, ...at }] };
    lintMatcher(node, { names: this.#names, definition }, findings);
    const first = findings.found.find(({ severity }) => severity === "fatal");
    if (first !== undefined) return fault(first.message, first.text, first.suggestion);
    if (!isBoolean(node, this.#names))
      return fault("an evaluated rule is a test: casbin would make an effect of another result", text);
    const clash = addAttributeKinds(this.#kinds, node);
    return clash === undefined
      ? undefined
      : fault(`attribute ${clash} is compared with one type here and with another one elsewhere`, clash);
  }
}

function fault(message: string, part: string, suggestion?: string): ConditionError {
  return new ConditionError(message, part, suggestion);
}
