import type { JsonObject, JsonValue } from "./json.ts";

type Step = { readonly name: string } | { readonly each: true };

/** Reads a path like `order.items[*].card`; `[*]` means every element. Undefined if it is not one. */
function parsePath(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const part of path.split(".")) {
    const [name = "", ...eaches] = part.split("[*]");
    if (eaches.some((rest) => rest !== "")) return undefined;
    if (name === "" && (eaches.length === 0 || steps.length > 0)) return undefined;
    if (name !== "") steps.push({ name });
    for (const _ of eaches) steps.push({ each: true });
  }
  return steps;
}

/** The values at a path; none where the path leads nowhere. Lists at its end are given element by element. */
export function valuesAt(value: JsonValue, path: string): readonly JsonValue[] {
  let found: readonly JsonValue[] = [value];
  for (const step of parsePath(path) ?? []) found = found.flatMap((each) => stepInto(each, step));
  return found.flatMap((leaf) => leaf as JsonValue | JsonValue[]);
}

/** What one step leads to. Looked up and not searched for: a model may write objects of very many members. */
function stepInto(value: JsonValue, step: Step): readonly JsonValue[] {
  if (Array.isArray(value)) return "each" in step ? (value as readonly JsonValue[]) : [];
  if ("each" in step || typeof value !== "object" || value === null) return [];
  return Object.hasOwn(value, step.name) ? [(value as JsonObject)[step.name] as JsonValue] : [];
}

/**
 * A copy of a value in which what stands at a path is replaced; `undefined` removes it.
 *
 * The second member says how many places were replaced.
 */
export function replaceAt(
  value: JsonValue,
  path: string,
  change: (leaf: JsonValue) => JsonValue | undefined,
): { readonly value: JsonValue; readonly count: number } {
  const steps = parsePath(path);
  if (steps === undefined) return { value, count: 0 };
  let count = 0;
  const changed = rewrite(value, steps, (leaf) => {
    count += 1;
    return change(leaf);
  });
  return { value: changed ?? null, count };
}

/** A copy of a value in which what stands at a path is replaced, from whatever member of the value the path begins. */
export function replaceEverywhere(
  value: JsonValue,
  path: string,
  change: (leaf: JsonValue) => JsonValue | undefined,
): JsonValue {
  const { value: here } = replaceAt(value, path, change);
  if (typeof here !== "object" || here === null) return here;
  const below = (member: JsonValue): JsonValue => replaceEverywhere(member, path, change);
  if (Array.isArray(here)) return (here as readonly JsonValue[]).map(below);
  return Object.fromEntries(
    Object.entries(here as JsonObject).map(([name, member]) => [name, below(member)]),
  );
}

/** The paths of a value's leaves, `order.items[*].card`, each once: elements of a list share theirs. */
export function leafPaths(value: JsonValue): readonly string[] {
  const found = new Set<string>();
  collectLeaves(value, "", found);
  return [...found];
}

function collectLeaves(value: JsonValue, path: string, found: Set<string>): void {
  if (typeof value !== "object" || value === null) {
    found.add(path);
  } else if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) collectLeaves(item, `${path}[*]`, found);
  } else {
    for (const [name, member] of Object.entries(value as JsonObject)) {
      collectLeaves(member, path === "" ? name : `${path}.${name}`, found);
    }
  }
}

/** Whether a declared path is a leaf's own or leads to it: `order` covers `order.items[*].card`. */
export function pathCovers(declared: string, leaf: string): boolean {
  const [above, below] = [declared, leaf].map((path) => path.replaceAll("[*]", ""));
  return above === below || (below as string).startsWith(`${above}.`);
}

type Change = (leaf: JsonValue) => JsonValue | undefined;

function rewrite(value: JsonValue, steps: readonly Step[], change: Change): JsonValue | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return change(value);
  if ("each" in step) {
    if (!Array.isArray(value)) return value;
    const items = (value as readonly JsonValue[]).map((item) => rewrite(item, rest, change));
    return items.filter((item) => item !== undefined);
  }
  return rewriteMember(value, step.name, (member) => rewrite(member, rest, change));
}

function rewriteMember(value: JsonValue, name: string, change: Change): JsonValue {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
    return value;
  const object = value as JsonObject;
  const members: [string, JsonValue][] = [];
  for (const [key, member] of Object.entries(object)) {
    const changed = key === name ? change(member) : member;
    if (changed !== undefined) members.push([key, changed]);
  }
  return Object.fromEntries(members);
}
