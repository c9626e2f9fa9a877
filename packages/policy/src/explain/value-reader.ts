import type { JsonValue } from "@ambit/core";

import type { Question } from "../decision/evaluator.ts";
import { attributePath } from "../expression/attribute-path.ts";
import type { Scope } from "../expression/compile.ts";
import { type Node, partsOf } from "../expression/node.ts";
import { dotted } from "../model/dotted.ts";
import type { Rule } from "../rule/rule.ts";
import type { ClauseValue } from "./clause.ts";

/** Reads the values that a test names, for people. */
export type ReadValues = (rule: Rule, question: Question) => readonly ClauseValue[];

/** What the names of a test stand for. */
export interface Tokens {
  /** Slot of the request value, and the members that lead from it to what the name means. */
  readonly request: ReadonlyMap<string, { readonly slot: number; readonly within: readonly string[] }>;
  readonly rule: ReadonlyMap<string, number>;
}

/** The names of a matcher. */
export function matcherTokens({ request, rule }: Scope): Tokens {
  return { request: new Map([...request].map(([name, slot]) => [name, { slot, within: [] }])), rule };
}

/** The value of one name; undefined when there is none. */
type Read = (rule: Rule, question: Question) => unknown;

/** Reads request tokens, rule columns and attributes; `env` and `args` by attribute only. */
export function valueReader(node: Node, tokens: Tokens): ReadValues {
  const reads = new Map<string, Read>();
  collect(node, tokens, reads);
  return (rule, question) =>
    [...reads].flatMap(([name, read]) => {
      const value = read(rule, question);
      return value === undefined ? [] : [{ name, value: value as JsonValue }];
    });
}

function collect(node: Node, tokens: Tokens, reads: Map<string, Read>): void {
  const path = attributePath(node);
  if (path !== undefined) {
    const token = tokens.request.get(path.token);
    if (token === undefined) return;
    const members = [...token.within, ...path.members];
    reads.set(path.name, (_rule, { values }) => memberAt(values[token.slot], members));
  } else if (node.type === "Identifier") {
    const read = readName(node.name, tokens);
    if (read !== undefined) reads.set(dotted(node.name), read);
  } else {
    for (const part of partsOf(node)) collect(part, tokens, reads);
  }
}

function readName(name: string, { request, rule }: Tokens): Read | undefined {
  const column = rule.get(name);
  if (column !== undefined) return ({ fields }) => fields[column];
  const token = /(?:^|_)(?:env|args|subject)$/u.test(name) ? undefined : request.get(name);
  return token && ((_rule, { values }) => values[token.slot]);
}

/** The own member of a value that a path leads to; undefined when it leads nowhere. */
function memberAt(value: unknown, members: readonly string[]): unknown {
  let at = value;
  for (const member of members) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, member)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[member];
  }
  return at;
}
