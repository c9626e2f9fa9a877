import type { JsonObject, JsonValue } from "@ambit/core";

/** Sets a value at `order.id` or `cc[*].address`, a list of one. */
export function putAt(into: Record<string, JsonValue>, path: string, value: JsonValue): void {
  const [, name = "", list, rest] = /^([^.[]+)(\[\*\])?\.?(.*)$/u.exec(path) ?? [];
  if (name === "") return;
  if (rest === undefined || rest === "") into[name] = list === undefined ? value : [value];
  else {
    const inner: Record<string, JsonValue> = { ...objectAt(into, name) };
    putAt(inner, rest, value);
    into[name] = list === undefined ? inner : [inner];
  }
}

function objectAt(into: Readonly<Record<string, JsonValue>>, name: string): JsonObject {
  const known = into[name];
  return typeof known === "object" && known !== null && !Array.isArray(known) ? (known as JsonObject) : {};
}
