import { canonicalJson, type JsonObject, type JsonValue } from "@ambit/core";
import type { Arbitrary } from "fast-check";
import { hold, must } from "./hold.ts";

/** How elements are written and read. */
export interface Notation<T> {
  readonly parse: (json: JsonValue) => T | undefined;
  readonly print: (element: T) => JsonObject;
}

/** What is printed is read back as the same, is written in one way, and any unknown member makes it unreadable. */
export function notationLaws<T>({ parse, print }: Notation<T>, elements: Arbitrary<T>): number {
  return hold(elements, (element) => {
    const printed = print(element);
    const read = parse(JSON.parse(JSON.stringify(printed)) as JsonValue);
    must(read !== undefined, "what is printed can be read");
    if (read !== undefined) {
      must(JSON.stringify(read) === JSON.stringify(element), "parse(print(a)) is a");
      must(canonicalJson(print(read)) === canonicalJson(printed), "print(parse(print(a))) is print(a)");
    }
    must(parse({ ...printed, unknown: 1 }) === undefined, "an unknown member cannot be read");
    for (const name of Object.keys(printed))
      must(parse(rename(printed, name)) === undefined, "no member is skipped");
  });
}

function rename(json: JsonObject, name: string): JsonObject {
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key === name ? `${key}_` : key, value]),
  );
}
