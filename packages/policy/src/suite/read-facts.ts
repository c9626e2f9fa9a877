import { parseSensitivity } from "@ambit/core";

import type { Facts } from "./suite.ts";
import type { WrittenFacts } from "./written-suite.ts";

/** The same with the sensitivity by name, and without members that are undefined. */
export function readFacts<T extends WrittenFacts>(
  written: T,
): Omit<Defined<T>, "sensitivity"> & Pick<Facts, "sensitivity"> {
  const { sensitivity, ...others } = written;
  const level = parseSensitivity(sensitivity);
  const defined = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  return { ...defined, ...(level === undefined ? {} : { sensitivity: level }) } as ReturnType<
    typeof readFacts<T>
  >;
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
