import type { JsonValue, ValueSource } from "@ambit/core";

import type { Question } from "../decision/evaluator.ts";
import { attributePath } from "../expression/attribute-path.ts";
import type { Scope } from "../expression/compile.ts";
import { type Node, partsOf } from "../expression/node.ts";
import { dotted } from "../model/dotted.ts";
import type { Rule } from "../rule/rule.ts";
import type { ClauseValue } from "./clause.ts";
import { sourceArgument } from "./source-argument.ts";
import { valueSources } from "./value-sources.ts";

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

/** How one name is read. */
interface Read {
  /** Undefined when there is none. */
  readonly value: (rule: Rule, question: Question) => unknown;
  /** The places that the value comes from, where the test asks for them. */
  readonly sources?: (value: unknown, question: Question) => readonly ValueSource[];
}

/** Reads request tokens, rule columns and attributes; `env` and `args` by attribute only. */
export function valueReader(node: Node, tokens: Tokens): ReadValues {
  const reads = new Map<string, Read>();
  collect(node, tokens, reads);
  return (rule, question) =>
    [...reads].flatMap(([name, read]) => {
      const value = read.value(rule, question);
      if (value === undefined) return [];
      const sources = read.sources?.(value, question) ?? [];
      return [{ name, value: value as JsonValue, ...(sources.length === 0 ? {} : { sources }) }];
    });
}

function collect(node: Node, tokens: Tokens, reads: Map<string, Read>): void {
  const path = attributePath(node);
  const asked = sourceArgument(node);
  if (path !== undefined) {
    const token = tokens.request.get(path.token);
    if (token === undefined) return;
    const members = [...token.within, ...path.members];
    const known = reads.get(path.name);
    reads.set(path.name, { ...known, value: (_rule, { values }) => memberAt(values[token.slot], members) });
  } else if (asked !== undefined) {
    readSources(asked, tokens, reads);
  } else if (node.type === "Identifier") {
    const read = readName(node.name, tokens);
    if (read !== undefined) reads.set(dotted(node.name), read);
  } else {
    for (const part of partsOf(node)) collect(part, tokens, reads);
  }
}

/** `from(args.to)`: the argument, and where it comes from. */
function readSources(argument: Node, tokens: Tokens, reads: Map<string, Read>): void {
  collect(argument, tokens, reads);
  const path = attributePath(argument);
  const env = tokens.request.get("env")?.slot;
  const read = path && reads.get(path.name);
  if (path === undefined || read === undefined || env === undefined) return;
  const within = path.members.join(".");
  reads.set(path.name, {
    ...read,
    sources: (value, { values }) => valueSources(value, within, values[env]),
  });
}

function readName(name: string, { request, rule }: Tokens): Read | undefined {
  const column = rule.get(name);
  if (column !== undefined) return { value: ({ fields }) => fields[column] };
  const token = /(?:^|_)(?:env|args|subject)$/u.test(name) ? undefined : request.get(name);
  return token && { value: (_rule, { values }) => values[token.slot] };
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
