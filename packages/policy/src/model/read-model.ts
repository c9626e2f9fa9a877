import { type Model, newModelFromString } from "casbin";

import { namesIn } from "../expression/node.ts";
import type { FileFindings } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import { type Definition, placeIn, readDefinitions } from "./definition.ts";
import { lintColumns, lintEffect, lintRequest, lintRole, tokensOf } from "./lint-definition.ts";
import { lintMatcher } from "./lint-matcher.ts";
import type { DefinitionSet, Names, PolicyModel } from "./policy-model.ts";
import { readMatcher } from "./read-matcher.ts";
import { SUBJECT_PRIORITY } from "./vocabulary.ts";

/** Number of values per function of the application. */
export type Functions = Names["functions"];

/** Reads and lints the text of a model; undefined, with findings, when it cannot be used. */
export function readModel(
  text: string,
  findings: FileFindings,
  functions: Functions = new Map(),
): PolicyModel | undefined {
  const definitions = readDefinitions(text, findings);
  const casbin = findings.found.length === 0 ? parseModel(text, findings) : undefined;
  if (casbin === undefined) return undefined;
  return new ModelReader({ definitions, casbin, functions }, findings).read();
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

interface Read {
  readonly definitions: readonly Definition[];
  readonly casbin: Model;
  readonly functions: Functions;
}

class ModelReader {
  readonly #definitions: readonly Definition[];
  readonly #casbin: Model;
  readonly #functions: Functions;
  readonly #findings: FileFindings;
  readonly #roles = new Map<string, number>();

  constructor({ definitions, casbin, functions }: Read, findings: FileFindings) {
    this.#definitions = definitions;
    this.#casbin = casbin;
    this.#functions = functions;
    this.#findings = findings;
  }

  read(): PolicyModel | undefined {
    for (const definition of this.#section("role_definition")) {
      this.#roles.set(definition.key, lintRole(definition, this.#findings));
    }
    for (const definition of this.#section("policy_effect")) {
      lintEffect(definition, this.#escaped("e", definition.key), this.#findings);
    }
    const calls = this.#set("");
    const edges = this.#find("r2") === undefined ? undefined : this.#set("2");
    this.#subjectPriority();
    if (calls === undefined) return undefined;
    return { calls, edges, roles: this.#roles, casbin: this.#casbin };
  }

  /** The definitions with one number: r p e m, or r2 p2 e2 m2; an `e2` that is not there is `e`. */
  #set(suffix: "" | "2"): DefinitionSet | undefined {
    const [rtype, ptype] = [`r${suffix}`, `p${suffix}`];
    const [request, rule, matcher] = [this.#find(rtype), this.#find(ptype), this.#find(`m${suffix}`)];
    if (request === undefined || rule === undefined || matcher === undefined) return undefined;
    lintRequest(request, this.#findings);
    const names = {
      request: this.#tokens("r", rtype),
      rule: this.#tokens("p", ptype),
      roles: this.#roles,
      functions: this.#functions,
    };
    const read = this.#matcher(matcher, names);
    if (read === undefined) return undefined;
    this.#columns(rule, read.matcher);
    const effect = this.#escaped("e", `e${suffix}`);
    return {
      rtype,
      ptype,
      requestTokens: tokensOf(request),
      columns: tokensOf(rule),
      effect: effect === "" ? this.#escaped("e", "e") : effect,
      ...read,
      names,
    };
  }

  /** A column looks unread when the matcher misspells it: then the matcher's finding is enough. */
  #columns(definition: Definition, { node }: DefinitionSet["matcher"]): void {
    if (this.#findings.found.some(({ text }) => /^p\d*\./u.test(text))) return;
    lintColumns(definition, new Set(namesIn(node)), this.#findings);
  }

  #matcher(definition: Definition, names: Names): Pick<DefinitionSet, "matcher" | "patterns"> | undefined {
    const escaped = this.#escaped("m", definition.key);
    const matcher = readMatcher(definition, escaped, this.#findings);
    if (matcher === undefined) return undefined;
    const patterns = lintMatcher(matcher.node, { names, definition, escaped }, this.#findings);
    if (!namesIn(matcher.node).some((name) => names.rule.has(name))) {
      const message = "the matcher reads no rule: whoever meets it would be ALLOWED, whatever the rules say";
      this.#report(definition, message);
    }
    return { matcher, patterns };
  }

  /** Casbin sorts by subject hierarchy over the plain links of `g` by subject: other shapes throw while loading. */
  #subjectPriority(): void {
    const effects = this.#section("policy_effect");
    const effect = effects.find(({ key }) => this.#escaped("e", key) === SUBJECT_PRIORITY);
    if (effect === undefined) return;
    const plain = this.#roles.get("g") === 2 && this.#tokens("p", "p").has("p_sub");
    if (plain && this.#find("r2") === undefined) return;
    const message = plain
      ? "subjectPriority sorts the rules of every definition by subject, and those of edges have none"
      : "subjectPriority needs g = _, _ and a column sub";
    this.#report(effect, message, nearestWord(effect.value, ["priority(p.eft) || deny"]));
  }

  #report(definition: Definition, message: string, suggestion?: string): void {
    const at = placeIn(definition, "");
    this.#findings.add({ reason: "model_invalid", at, text: definition.value, message, suggestion });
  }

  #section(name: string): readonly Definition[] {
    return this.#definitions.filter((definition) => definition.section === name);
  }

  #find(key: string): Definition | undefined {
    return this.#definitions.find((definition) => definition.key === key);
  }

  #tokens(section: string, key: string): ReadonlySet<string> {
    return new Set(this.#casbin.model.get(section)?.get(key)?.tokens);
  }

  #escaped(section: string, key: string): string {
    return this.#casbin.model.get(section)?.get(key)?.value ?? "";
  }
}
