import { AmbitError } from "../error/ambit-error.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { all, any } from "./algebra.ts";
import { ATOMS } from "./atom.ts";
import type { Constraint } from "./constraint.ts";
import { type Atom, hasMembers } from "./kind.ts";
import { optional } from "./optional.ts";

const MAX_DEPTH = 32;

/** Reads the wire form of a constraint; undefined for an unknown kind or member, an invalid one, or nesting over 32. */
export function parseConstraint(json: JsonValue): Constraint | undefined {
  try {
    return parseAt(json, 1);
  } catch (error) {
    if (AmbitError.find(error) === undefined) throw error;
    return undefined; // it comes to more conjunctions than may be compared
  }
}

function parseAt(json: JsonValue, depth: number): Constraint | undefined {
  if (depth > MAX_DEPTH || json === null) return undefined;
  const object = json as JsonObject; // texts, numbers and lists have no kind of their own
  const kind = Object.hasOwn(object, "constraint_type") ? object["constraint_type"] : undefined;
  switch (kind) {
    case "all":
    case "any":
      return parseList(object, depth, kind === "all" ? all : any);
    case "optional":
      return parseOptional(object, depth);
    default:
      return typeof kind === "string" && Object.hasOwn(ATOMS, kind)
        ? ATOMS[kind as Atom["kind"]].parse(object)
        : undefined;
  }
}

function parseOptional(object: JsonObject, depth: number): Constraint | undefined {
  const of = hasMembers(object, "of") ? parseAt(object["of"] as JsonValue, depth + 1) : undefined;
  return of === undefined ? undefined : optional(of);
}

function parseList(object: JsonObject, depth: number, combine: typeof all): Constraint | undefined {
  const list = hasMembers(object, "constraints") ? object["constraints"] : undefined;
  if (!Array.isArray(list)) return undefined;
  const parsed = (list as readonly JsonValue[]).map((part) => parseAt(part, depth + 1));
  return parsed.every((part) => part !== undefined) ? combine(...parsed) : undefined;
}
