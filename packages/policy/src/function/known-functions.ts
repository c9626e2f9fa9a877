import { Util } from "casbin";

import { compileCondition, type Condition } from "../condition/condition.ts";
import { compileGlob, type Glob, globMatches } from "./glob.ts";
import { pathRegex, REGEX_FUNCTIONS, type RegexFunction } from "./path-regex.ts";
import { checkedFunction, type MatcherFunction, type PolicyFunction } from "./policy-function.ts";
import { inSpan, parseSpan, type Span } from "./span.ts";

/** Casbin's own functions, by reference: name, number of arguments. */
const BUILT_IN: ReadonlyMap<string, readonly [MatcherFunction, number]> = new Map([
  ["keyMatch", [Util.keyMatchFunc, 2]],
  ["keyGet", [Util.keyGetFunc, 2]],
  ["keyMatch2", [Util.keyMatch2Func, 2]],
  ["keyGet2", [Util.keyGet2Func, 3]],
  ["keyMatch3", [Util.keyMatch3Func, 2]],
  ["keyMatch4", [Util.keyMatch4Func, 2]],
  ["keyMatch5", [Util.keyMatch5Func, 2]],
  ["regexMatch", [Util.regexMatchFunc, 2]],
  ["ipMatch", [Util.ipMatchFunc, 2]],
  ["globMatch", [Util.globMatch as MatcherFunction, 2]],
]);

/** Ambit's functions: number of arguments, and which one the policy writes. */
const OWN: ReadonlyMap<string, { readonly arity: number; readonly written: number }> = new Map([
  ["span", { arity: 2, written: 1 }],
  ["glob", { arity: 2, written: 1 }],
  ["when", { arity: 3, written: 0 }],
]);

/** The names of all functions that a matcher may call, besides its role definitions. */
export const FUNCTION_NAMES: readonly string[] = [...BUILT_IN.keys(), ...OWN.keys()];

/** Arity of a function, and the argument that must come from the policy; undefined for an unknown one. */
export function functionShape(
  name: string,
): { readonly arity: number; readonly written: number } | undefined {
  const builtIn = BUILT_IN.get(name);
  return builtIn === undefined ? OWN.get(name) : { arity: builtIn[1], written: 1 };
}

/** Whether all that a function can return is true or false. */
export function returnsBoolean(name: string): boolean {
  return functionShape(name) !== undefined && name !== "keyGet" && name !== "keyGet2";
}

/** The functions of one policy; spans, patterns and conditions are compiled once per text. */
export function matcherFunctions(
  own: Readonly<Record<string, PolicyFunction>> = {},
): ReadonlyMap<string, MatcherFunction> {
  const spans = memo<Span>((text) => parseSpan(text));
  const globs = memo<Glob>((text) => compileGlob(text));
  const conditions = memo<Condition>((text) => compileCondition(text));
  const functions = new Map<string, MatcherFunction>();
  for (const [name, { call }] of Object.entries(own)) functions.set(name, checkedFunction(name, call));
  for (const [name, [call]] of BUILT_IN) functions.set(name, bounded(call));
  for (const name of REGEX_FUNCTIONS) functions.set(name, bounded(regexFunction(name)));
  functions.set("span", (value, text) => inSpan(value, spans(text)));
  functions.set("glob", (resource, text) => globMatches(resource, globs(text)));
  functions.set("when", (text, env, args) => conditions(text)({ env, args }));
  return functions;
}

/** Resources are as long at most; arguments may be longer, and some patterns take quadratic time. */
const MAX_TEXT = 4096;

function bounded(call: MatcherFunction): MatcherFunction {
  return (...values) => {
    const [value] = values;
    if (typeof value === "string" && value.length > MAX_TEXT)
      throw new TypeError("a pattern is matched with a text up to 4 KB");
    return call(...values);
  };
}

/** What casbin's function of this name answers, which compiles its pattern anew for each rule and call. */
function regexFunction(name: RegexFunction): MatcherFunction {
  const regexes = memo<RegExp>((text) => {
    const regex = pathRegex(name, text);
    // no flag: casbin has none
    return regex === undefined ? undefined : RegExp(regex);
  });
  return (value, text) => regexes(textOf(text)).test(textOf(value));
}

/** Casbin's `(value || "").toString()`. */
function textOf(value: unknown): string {
  const isThere = Boolean(value);
  return isThere ? String(value) : "";
}

/** Keeps what was compiled. The linter lets only texts of the policy come here, so it is as large as the policy at most. */
function memo<T>(compile: (text: string) => T | undefined): (text: unknown) => T {
  const kept = new Map<unknown, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const compiled = typeof text === "string" ? compile(text) : undefined;
    if (compiled === undefined) throw new TypeError("a rule holds an unreadable pattern");
    kept.set(text, compiled);
    return compiled;
  };
}
