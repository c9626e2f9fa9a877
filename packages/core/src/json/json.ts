/** A value that JSON can carry, deeply read-only. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object, deeply read-only. Read its members by own-property tests only. */
export interface JsonObject {
  readonly [member: string]: JsonValue;
}
