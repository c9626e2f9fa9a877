import type { JsonObject, JsonValue } from "../json/json.ts";
import type { FieldClass } from "../manifest/tool-entry.ts";
import { classAt, elementPlace, type FieldPlace, isMap, keysPlace, memberPlace } from "./field-class.ts";

/** Deeper results are prose as a whole. */
const MAX_DEPTH = 64;

/** A text or number in a result. */
export interface ResultLeaf {
  readonly value: number | string;
  readonly class: FieldClass;
  /** Leaves of one record have one number. */
  readonly record: number;
  readonly secret: boolean;
}

/** The declared paths of a result and those of its secrets. */
export interface ResultPlaces {
  readonly fields: FieldPlace;
  readonly secrets: FieldPlace;
}

interface Walk {
  readonly leaves: ResultLeaf[];
  records: number;
}

interface Here extends ResultPlaces {
  readonly record: number;
  readonly depth: number;
}

/**
 * Every text and number of a result with the class of its field, in order; undefined for a result that is too deep.
 *
 * A result that is neither a list nor an object counts as a list of one. An object in a list, and one under a wildcard, is a
 * record of its own.
 */
export function readResult(value: JsonValue, places: ResultPlaces): readonly ResultLeaf[] | undefined {
  const walk: Walk = { leaves: [], records: 1 };
  const whole = typeof value === "object" && value !== null ? value : [value];
  return visit(walk, whole, { ...places, record: 0, depth: 0 }) ? walk.leaves : undefined;
}

function visit(walk: Walk, value: JsonValue, here: Here): boolean {
  if (typeof value === "string" || typeof value === "number") addLeaf(walk, value, here);
  if (typeof value !== "object" || value === null) return true;
  if (here.depth >= MAX_DEPTH) return false;
  if (!Array.isArray(value)) return visitMembers(walk, value as JsonObject, here);
  const place = below(here, elementPlace);
  return (value as readonly JsonValue[]).every((item) => visit(walk, item, inRecord(walk, item, place)));
}

function visitMembers(walk: Walk, value: JsonObject, here: Here): boolean {
  const isRecords = isMap(here.fields);
  const keys = below(here, keysPlace);
  return Object.entries(value).every(([name, member]) => {
    const inside = below(here, (place) => memberPlace(place, name));
    const place = isRecords ? inRecord(walk, member, inside) : inside;
    // names of members are the tool's own unless a path names them
    if (keys.fields.rest.length > 0 || !isPlainName(name))
      addLeaf(walk, name, { ...keys, record: place.record });
    return visit(walk, member, place);
  });
}

/** A word that a programmer writes; anything else may have been written by anybody. */
function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_ -]{0,39}$/u.test(name);
}

function addLeaf({ leaves }: Walk, value: number | string, { fields, secrets, record }: Here): void {
  const secret = secrets.rest.some(({ steps, at }) => at === steps.length);
  leaves.push({ value, class: classAt(fields), record, secret });
}

function below(here: Here, step: (place: FieldPlace) => FieldPlace): Here {
  return {
    fields: step(here.fields),
    secrets: step(here.secrets),
    record: here.record,
    depth: here.depth + 1,
  };
}

function inRecord(walk: Walk, value: JsonValue, place: Here): Here {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...place, record: walk.records++ }
    : place;
}
