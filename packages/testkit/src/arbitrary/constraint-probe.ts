import type { JsonValue, Sensitivity } from "@ambit/core";
import { TEXTS } from "./constraint.ts";

/** A value, or its absence, under facts. */
export interface ConstraintProbe {
  readonly value: JsonValue | undefined;
  readonly facts: { readonly sensitivity?: Sensitivity };
}

const NUMBERS = [-1, 0, 0.5, 1, 1.5, 2, 2.5, 3, 4];
const PATHS =
  "/srv/ /srv/a/b /srv/a/b/c /srv/a/c /srvx /etc/passwd /etcx /srv/../etc /srv/./a /srv//a /srv/%2e%2e /srv\\a //srv srv/a /srv/50%";
const ADDRESSES =
  "https://h.example https://H.example:443/x/y?q#f https://h.example/x/ https://h.example/xx https://h.example/xx/z https://h.example/z https://h.example:8443/x/z http://h.example/x https://h.example.evil/x https://u@h.example/x https://h.example/x/../z https://h.example/x%2f.. https:\\h.example/x ftp://h.example/x https:";
/** Every list of 1, 2 and "a", with and without a stranger, and longer than every generated limit. */
const LISTS = [[], [1], [2], ["a"], [1, 2], [1, "a"], [2, "a"], [1, 2, "a"]].flatMap((list) => [
  list,
  [...list, "z"],
  [...list, ...list, ...list, ...list, ...list, ...list, ...list],
]);
const ODD_LISTS = [[2, 1], [1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1, 1], [null], [[1]], ["/srv"]];
const OTHERS = [
  undefined,
  null,
  true,
  false,
  {},
  { a: 1 },
  { length: 1 },
  "b",
  "long text",
  "1",
  "[1]",
  "/srv/a\0",
];
const VALUES: readonly (JsonValue | undefined)[] = [
  ...OTHERS,
  ...NUMBERS,
  ...TEXTS,
  ...PATHS.split(" "),
  ...ADDRESSES.split(" "),
  ...LISTS,
  ...ODD_LISTS,
];
const SOME_VALUES: readonly (JsonValue | undefined)[] = [undefined, 1, "a", "/srv/a", [1]];

/** Values at and around every edge of the generated constraints, most of them under the least and the highest sensitivity. */
export const CONSTRAINT_PROBES: readonly ConstraintProbe[] = [
  ...VALUES.flatMap((value) => [
    { value, facts: {} },
    { value, facts: { sensitivity: "public" as const } },
  ]),
  ...SOME_VALUES.flatMap((value) => [
    { value, facts: { sensitivity: "internal" as const } },
    { value, facts: { sensitivity: "confidential" as const } },
  ]),
];
