import { canonicalJson } from "../json/canonical.ts";
import type { JsonValue } from "../json/json.ts";
import type { Scalar } from "./constraint.ts";

/** Up to this size a linear search is faster than a set. */
const LINEAR = 32;
const indexes = new WeakMap<readonly Scalar[], ReadonlySet<JsonValue>>();

/** Whether a value is compared as a whole; numbers must be finite. */
export function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

/** The distinct scalars of a list in canonical order, frozen; undefined when it holds anything else. */
export function scalarSet(values: unknown): readonly Scalar[] | undefined {
  if (!Array.isArray(values) || !values.every(isScalar)) return undefined;
  const keyed = new Map<string, Scalar>();
  for (const value of values) keyed.set(canonicalJson(value), value === 0 ? 0 : value);
  return Object.freeze([...keyed.keys()].toSorted().map((key) => keyed.get(key) as Scalar));
}

/** Whether a set made by {@link scalarSet} holds a value. */
export function hasScalar(set: readonly Scalar[], value: JsonValue): boolean {
  // Stryker disable next-line all: both ways give the same answer, at another speed
  if (set.length <= LINEAR) return (set as readonly JsonValue[]).includes(value);
  let index = indexes.get(set);
  // Stryker disable next-line all: without the memory the answer is the same, only later
  if (index === undefined) {
    index = new Set<JsonValue>(set);
    indexes.set(set, index);
  }
  return index.has(value);
}

/** Whether every member of one set is in the other. */
export function isSubset(inner: readonly Scalar[], outer: readonly Scalar[]): boolean {
  return inner.every((value) => hasScalar(outer, value));
}
