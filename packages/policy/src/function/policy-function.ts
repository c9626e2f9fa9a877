import { AmbitError } from "@ambit/core";

/** A function as a matcher calls it. */
export type MatcherFunction = (...values: readonly unknown[]) => unknown;

/** A function of the application that a matcher may call: synchronous, without side effects, the same for the same values. */
export interface PolicyFunction {
  /** How many values it takes. */
  readonly arity: number;
  /** The author's word that the answer depends on the values alone. */
  readonly pure: true;
  /** Anything but true or false denies the call (`policy_error`). */
  readonly call: (...values: readonly unknown[]) => boolean;
}

/** The function as matchers call it: anything but true or false, a promise above all, throws. */
export function checkedFunction(name: string, call: PolicyFunction["call"]): MatcherFunction {
  return (...values) => {
    const result: unknown = call(...values);
    if (typeof result !== "boolean") throw new TypeError(`function ${name} gave neither true nor false`);
    return result;
  };
}

/** The number of values of each function; throws `config_invalid` when one could not be called safely. */
export function functionArities(
  functions: Readonly<Record<string, PolicyFunction>>,
  taken: readonly string[],
): ReadonlyMap<string, number> {
  const arities = new Map<string, number>();
  for (const [name, given] of Object.entries(functions)) {
    const why = faultOf(name, given, taken);
    if (why !== undefined) throw new AmbitError("config_invalid", { option: `functions.${name}`, why });
    arities.set(name, given.arity);
  }
  return arities;
}

/** Names that stand for something else in a matcher: casbin would let the function win over a token. */
const RESERVED = /^(?:g\d*|[rp]\d*(?:_.*)?|eval|in|this|true|false|null)$/u;

function faultOf(name: string, given: unknown, taken: readonly string[]): string | undefined {
  if (!isFree(name) || taken.includes(name)) return "the name is taken";
  if (typeof given !== "object" || given === null) return "it is { arity, pure: true, call }";
  const { arity, pure, call } = given as Partial<Record<keyof PolicyFunction, unknown>>;
  if (typeof arity !== "number" || !Number.isInteger(arity) || arity < 0) return "arity is a whole number";
  if (pure !== true) return "pure must be true: the answer may depend on the values alone";
  if (typeof call !== "function") return "call is a function";
  return isPlain(call) ? undefined : "call must not be async or a generator: a promise would count as true";
}

function isFree(name: string): boolean {
  return /^[a-z]\w*$/iu.test(name) && !RESERVED.test(name) && !(name in Object.prototype);
}

function isPlain(call: object): boolean {
  return Object.prototype.toString.call(call) === "[object Function]";
}
