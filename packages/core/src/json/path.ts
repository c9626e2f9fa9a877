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
  const found: JsonValue[] = [];
  rewrite(value, parsePath(path) ?? [], (leaf) => {
    found.push(...(Array.isArray(leaf) ? (leaf as readonly JsonValue[]) : [leaf]));
    return leaf;
  });
  return found;
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
