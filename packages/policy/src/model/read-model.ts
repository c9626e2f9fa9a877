import { type Model, newModelFromString } from "casbin";

import { walk } from "../expression/node.ts";
import type { FileFindings } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { type Definition, placeIn, readDefinitions } from "./definition.ts";
import { lintColumns, lintEffect, lintRequest, lintRole, tokensOf } from "./lint-definition.ts";
import { lintMatcher } from "./lint-matcher.ts";
import type { Matcher, PatternColumn, PolicyModel } from "./policy-model.ts";
import { readMatcher } from "./read-matcher.ts";

/** Reads and lints the text of a model; undefined, with findings, when it cannot be used. */
export function readModel(text: string, findings: FileFindings): PolicyModel | undefined {
  const definitions = readDefinitions(text, findings);
  const casbin = findings.found.length === 0 ? parseModel(text, findings) : undefined;
  if (casbin === undefined) return undefined;
  return new ModelReader(definitions, casbin, findings).read();
}

function parseModel(text: string, findings: FileFindings): Model | undefined {
  try {
    return newModelFromString(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : "unreadable";
    const message = `casbin cannot read the model: ${why}`;
    findings.add({ reason: "model_invalid", at: { line: 1, column: 1 }, text: "", message });
    return undefined;
  }
}

class ModelReader {
  readonly #definitions: readonly Definition[];
  readonly #casbin: Model;
  readonly #findings: FileFindings;
  readonly #roles = new Map<string, number>();
  readonly #read = new Set<string>();

  constructor(definitions: readonly Definition[], casbin: Model, findings: FileFindings) {
    this.#definitions = definitions;
    this.#casbin = casbin;
    this.#findings = findings;
  }

  read(): PolicyModel | undefined {
    for (const definition of this.#section("request_definition")) lintRequest(definition, this.#findings);
    for (const definition of this.#section("role_definition")) {
      this.#roles.set(definition.key, lintRole(definition, this.#findings));
    }
    for (const definition of this.#section("policy_effect")) {
      lintEffect(definition, this.#escaped("e", definition.key), this.#findings);
    }
    let main: { readonly matcher: Matcher; readonly patterns: readonly PatternColumn[] } | undefined;
    for (const definition of this.#section("matchers")) {
      const read = this.#matcher(definition);
      if (definition.key === "m") main = read;
    }
    this.#columns();
    this.#subjectPriority();
    return main === undefined ? undefined : this.#model(main);
  }

  /** A column looks unread when the matcher misspells it: then the matcher's finding is enough. */
  #columns(): void {
    if (this.#findings.found.some(({ text }) => /^p\d*\./u.test(text))) return;
    for (const definition of this.#section("policy_definition")) {
      lintColumns(definition, this.#read, this.#findings);
    }
  }

  #model(main: { readonly matcher: Matcher; readonly patterns: readonly PatternColumn[] }): PolicyModel {
    const request = this.#section("request_definition").find((definition) => definition.key === "r");
    const rules = this.#section("policy_definition").map(
      (definition) => [definition.key, tokensOf(definition)] as const,
    );
    return {
      requestTokens: request === undefined ? [] : tokensOf(request),
      ruleTokens: new Map(rules),
      roles: this.#roles,
      effect: this.#escaped("e", "e"),
      matcher: main.matcher,
      patterns: main.patterns,
      casbin: this.#casbin,
    };
  }

  #matcher(
    definition: Definition,
  ): { readonly matcher: Matcher; readonly patterns: readonly PatternColumn[] } | undefined {
    const matcher = readMatcher(definition, this.#escaped("m", definition.key), this.#findings);
    if (matcher === undefined) return undefined;
    const suffix = definition.key.slice(1);
    const declared = {
      request: this.#tokens("r", `r${suffix}`),
      rule: this.#tokens("p", `p${suffix}`),
      roles: this.#roles,
      definition,
    };
    const patterns = lintMatcher(matcher.node, declared, this.#findings);
    let readsRule = false;
    for (const node of walk(matcher.node)) {
      if (node.type !== "Identifier") continue;
      this.#read.add(node.name);
      readsRule ||= declared.rule.has(node.name);
    }
    if (!readsRule) {
      const message = "the matcher reads no rule: whoever meets it would be ALLOWED, whatever the rules say";
      this.#findings.add({
        reason: "model_invalid",
        at: placeIn(definition, ""),
        text: definition.value,
        message,
      });
    }
    return { matcher, patterns };
  }

  /** Casbin sorts by subject hierarchy over the plain links of `g` by subject: other shapes throw while loading. */
  #subjectPriority(): void {
    const effect = this.#section("policy_effect").find((definition) =>
      definition.value.startsWith("subjectPriority"),
    );
    if (effect === undefined || (this.#roles.get("g") === 2 && this.#tokens("p", "p").has("p_sub"))) return;
    const message = "subjectPriority needs g = _, _ and a column sub";
    const suggestion = nearestWord(effect.value, ["priority(p.eft) || deny"]);
    this.#findings.add({
      reason: "model_invalid",
      at: placeIn(effect, ""),
      text: effect.value,
      message,
      suggestion,
    });
  }

  #section(name: string): readonly Definition[] {
    return this.#definitions.filter((definition) => definition.section === name);
  }

  #tokens(section: string, key: string): ReadonlySet<string> {
    return new Set(this.#casbin.model.get(section)?.get(key)?.tokens);
  }

  #escaped(section: string, key: string): string {
    return this.#casbin.model.get(section)?.get(key)?.value ?? "";
  }
}
