import type { ArgumentRead } from "../condition/argument-reads.ts";
import type { Report } from "../finding/file-findings.ts";
import { nearestWord } from "../finding/nearest-word.ts";
import type { JsonSchema } from "./json-schema.ts";
import { type Looked, lookUp } from "./look-up.ts";
import { typesOf, valuesOf } from "./types-of.ts";

/** The tools that a rule may apply to, each with its schema. */
export type Applicable = readonly (readonly [tool: string, schema: JsonSchema])[];

type Fault = Omit<Report, "at">;

/** What is wrong with one read of an argument, by the schemas of all tools that the rule may apply to. */
export function readFault(read: ArgumentRead, tools: Applicable): Fault | undefined {
  const looked = tools.map(([tool, schema]) => ({ tool, ...lookUp(schema, read.members) }));
  if (looked.some(({ found }) => found === "unknown")) return undefined;
  const without = looked.filter(({ found }) => found === "no");
  if (without.length === looked.length) return unknownFault(read, looked);
  if (without.length > 0) return read.guard ? undefined : partlyFault(read, without);
  const mismatches = looked.map((one) => ({ tool: one.tool, ...mismatchOf(read, one) }));
  const wrong = mismatches.filter(({ message }) => message !== undefined);
  const [first] = wrong;
  if (first?.message === undefined) return undefined;
  return {
    reason: "argument_type",
    severity: wrong.length === looked.length ? "fatal" : "warning",
    text: first.text ?? read.name,
    message: `${first.message} in ${namesOf(wrong)}: no call could meet the comparison`,
    suggestion: first.suggestion,
  };
}

type LookedAt = Looked & { readonly tool: string };

function unknownFault(read: ArgumentRead, looked: readonly LookedAt[]): Fault {
  const far = Math.max(...looked.map((one) => (one.found === "no" ? one.step : 0)));
  const names = looked.flatMap((one) => (one.found === "no" && one.step === far ? one.names : []));
  const nearest = nearestWord(read.members[far] ?? "", names);
  const effect = read.guard ? "has() would hold for no call" : "it would deny every call that reaches it";
  return {
    reason: "argument_unknown",
    text: read.name,
    message: `"${read.name}" is no argument of ${namesOf(looked)}: ${effect}`,
    suggestion: nearest === undefined ? undefined : ["args", ...read.members.with(far, nearest)].join("."),
  };
}

function partlyFault(read: ArgumentRead, without: readonly LookedAt[]): Fault {
  return {
    reason: "argument_unknown",
    severity: "warning",
    text: read.name,
    message:
      `"${read.name}" is no argument of ${namesOf(without)}, where the rule applies as well and would deny: ` +
      `test with has(${read.name}), or name the other tools`,
  };
}

interface Mismatch {
  readonly text?: string;
  readonly message?: string;
  readonly suggestion?: string | undefined;
}

/** Why no value that the schema lets through could meet the read. */
function mismatchOf({ name, kind, values }: ArgumentRead, looked: Looked): Mismatch {
  if (looked.found !== "yes" || looked.open || kind === "any") return {};
  const types = unionOf(looked.schemas, typesOf);
  const fits = kind === "scalar" ? ["boolean", "number", "string"] : [kind];
  if (types !== undefined && !fits.some((type) => types.has(type)))
    return { text: name, message: `"${name}" is ${[...types].join(" or ")} and no ${kind}` };
  const known = unionOf(looked.schemas, (schema) => valuesOf(schema));
  const odd = known === undefined ? undefined : values.find((value) => !known.has(value));
  if (odd === undefined || known === undefined) return {};
  const texts = [...known].filter((value) => typeof value === "string");
  return {
    text: `${odd}`,
    message: `"${name}" is never ${JSON.stringify(odd)}`,
    suggestion: nearestWord(`${odd}`, texts),
  };
}

/** All that some schema allows; undefined when one of them does not say. */
function unionOf<T>(
  schemas: readonly JsonSchema[],
  allowed: (schema: JsonSchema) => Iterable<T> | undefined,
): ReadonlySet<T> | undefined {
  const union = new Set<T>();
  for (const schema of schemas) {
    const some = allowed(schema);
    if (some === undefined) return undefined;
    for (const one of some) union.add(one);
  }
  return union;
}

const SHOWN = 3;

function namesOf(tools: readonly { readonly tool: string }[]): string {
  const names = tools.slice(0, SHOWN).map(({ tool }) => tool);
  const more = tools.length - names.length;
  return more === 0 ? names.join(", ") : `${names.join(", ")} and ${more} more`;
}
