import { AttributeMissing } from "../condition/attribute-missing.ts";
import type { Scope } from "./compile.ts";
import type { AttributeKind } from "./attribute-kind.ts";
import { checkedAttribute, ownMember } from "./read-attribute.ts";

/**
 * Request values for casbin's own evaluator: attributes that the policy reads are checked as compiled matchers check them.
 *
 * Casbin reads a missing attribute as undefined, which fails no comparison. Everything else is read as it is.
 */
export function withAttributeViews(values: readonly unknown[], scope: Scope): readonly unknown[] {
  if (scope.attributes.size === 0) return values;
  const seen = [...values];
  for (const [token, slot] of scope.request) {
    const name = token.replace(/^r\d*_/u, "");
    if (reads(scope.attributes, name)) seen[slot] = view(values[slot], name, scope.attributes);
  }
  return seen;
}

type Kinds = ReadonlyMap<string, AttributeKind>;

function reads(kinds: Kinds, name: string): boolean {
  for (const path of kinds.keys()) if (path.startsWith(`${name}.`)) return true;
  return false;
}

const sources = new WeakMap<object, unknown>();

/** The value behind a view, for functions that are given all of it. */
export function behindView(value: unknown): unknown {
  return typeof value === "object" && value !== null && sources.has(value) ? sources.get(value) : value;
}

function view(value: unknown, name: string, kinds: Kinds): unknown {
  const isObject = typeof value === "object" && value !== null;
  // arguments are frozen: a proxy of the value itself could not give views of its members
  const viewed = new Proxy(Object.create(null) as object, {
    get(_target, key) {
      const path = typeof key === "string" ? `${name}.${key}` : name;
      const kind = typeof key === "string" ? kinds.get(path) : undefined;
      if (typeof key === "string" && kind !== undefined)
        return checkedAttribute(ownMember(value, key, path), kind, path);
      if (typeof key === "string" && reads(kinds, path)) {
        if (!isObject) throw new AttributeMissing(path);
        return view(ownMember(value, key, path), path, kinds);
      }
      return memberOf(value, key);
    },
  });
  sources.set(viewed, value);
  return viewed;
}

/** A text that is read as an object too stays the text that it is wherever no attribute is asked of it. */
function memberOf(value: unknown, key: string | symbol): unknown {
  if (typeof value === "object" && value !== null) return Reflect.get(value, key);
  if (key === Symbol.toPrimitive) return () => value;
  const member = Reflect.get(Object(value) as object, key) as unknown;
  return typeof member === "function" ? (member.bind(value) as unknown) : member;
}
