import type { JsonValue } from "@ambit/core";
import { isProxy } from "node:util/types";

const MAX_DEPTH = 64;

/** The plain-data projection of parsed arguments, and whether a copy of them can be built from plain data alone. */
export interface Projection {
  readonly value: JsonValue;
  /** False when a class instance is inside: only parsing the raw input again can rebuild it. */
  readonly rebuildable: boolean;
}

/**
 * Projects a value to frozen plain data: own enumerable data properties; Date and URL as canonical strings (L5).
 *
 * Undefined when the value has getters, proxies, functions, symbols, cycles, non-finite numbers, or built-ins that hide
 * their content (Map, Set, typed arrays, promises): nobody could say what was decided.
 */
export function project(value: unknown): Projection | undefined {
  const state = { rebuildable: true };
  const projected = visit(value, state, []);
  return projected === undefined ? undefined : { value: projected, rebuildable: state.rebuildable };
}

/** A second, mutable copy of projectable plain data, with Date and URL as fresh objects. */
export function copyPlain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof URL) return new URL(value.href);
  if (Array.isArray(value)) return value.map(copyPlain);
  const copy: Record<string, unknown> = Object.getPrototypeOf(value) === null ? Object.create(null) : {};
  for (const [key, member] of Object.entries(value)) define(copy, key, copyPlain(member));
  return copy;
}

type State = { rebuildable: boolean };

function visit(value: unknown, state: State, above: readonly object[]): JsonValue | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : undefined;
    case "object":
      return value === null ? null : visitObject(value, state, above);
    default:
      return undefined;
  }
}

function visitObject(value: object, state: State, above: readonly object[]): JsonValue | undefined {
  if (isProxy(value) || above.length > MAX_DEPTH || above.includes(value)) return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof URL) return value.href;
  const path = [...above, value];
  if (Array.isArray(value)) return visitArray(value, state, path);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    if (hidesContent(value)) return undefined;
    state.rebuildable = false;
  }
  return visitMembers(value, state, path);
}

function visitArray(value: readonly unknown[], state: State, path: readonly object[]): JsonValue | undefined {
  const items: JsonValue[] = [];
  // own elements only, and as data: a hole or an accessor in an array is as opaque as anywhere else
  for (let index = 0; index < value.length; index++) {
    const property = Object.getOwnPropertyDescriptor(value, index);
    const item =
      property !== undefined && "value" in property ? visit(property.value, state, path) : undefined;
    if (item === undefined) return undefined;
    items.push(item);
  }
  return Object.keys(value).length === value.length ? Object.freeze(items) : undefined;
}

function visitMembers(value: object, state: State, path: readonly object[]): JsonValue | undefined {
  if (Object.getOwnPropertySymbols(value).length > 0) return undefined;
  const members: Record<string, JsonValue> = {};
  for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (!("value" in property)) return undefined;
    if (!property.enumerable || property.value === undefined) continue; // absent in JSON, absent here
    const member = visit(property.value, state, path);
    if (member === undefined) return undefined;
    define(members, key, member);
  }
  return Object.freeze(members);
}

/** Plain assignment of `__proto__` would set the prototype instead of a member. */
function define(target: object, key: string, value: unknown): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  } else (target as Record<string, unknown>)[key] = value;
}

const BUILT_INS: readonly (abstract new (...args: never[]) => object)[] = [
  Map,
  Set,
  WeakMap,
  WeakSet,
  Promise,
  RegExp,
  ArrayBuffer,
  Error,
  Boolean,
  Number,
  String,
];

function hidesContent(value: object): boolean {
  return ArrayBuffer.isView(value) || BUILT_INS.some((builtIn) => value instanceof builtIn);
}
