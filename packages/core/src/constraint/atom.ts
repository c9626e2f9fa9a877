import type { JsonObject, JsonValue } from "../json/json.ts";
import { CONTAINS } from "./contains.ts";
import { EXACT } from "./exact.ts";
import type { Atom, Facts, Kind, Of } from "./kind.ts";
import { MAX_LEN } from "./max-len.ts";
import { NOT_ONE_OF } from "./not-one-of.ts";
import { ONE_OF } from "./one-of.ts";
import { PATH_UNDER } from "./path-under.ts";
import { RANGE } from "./range.ts";
import { SENS_MAX } from "./sens-max.ts";
import { SUBSET } from "./subset.ts";
import { URL_PREFIX } from "./url-prefix.ts";
import { WILDCARD } from "./wildcard.ts";

/** All kinds without parts, by name. Their order here is the order of the parts of an `all`. */
export const ATOMS: { readonly [K in Atom["kind"]]: Kind<Of<K>> } = {
  exact: EXACT,
  one_of: ONE_OF,
  range: RANGE,
  contains: CONTAINS,
  subset: SUBSET,
  path_under: PATH_UNDER,
  url_prefix: URL_PREFIX,
  max_len: MAX_LEN,
  not_one_of: NOT_ONE_OF,
  sens_max: SENS_MAX,
  wildcard: WILDCARD,
};

/** The kind of an atom. */
export function kindOf(atom: Atom): Kind<Atom> {
  return ATOMS[atom.kind];
}

/** Whether an atom admits a value that is present. */
export function atomAdmits(atom: Atom, value: JsonValue, facts: Facts): boolean {
  return kindOf(atom).admits(atom, value, facts);
}

/** The wire form. */
export function printAtom(atom: Atom): JsonObject {
  return { constraint_type: atom.kind, ...kindOf(atom).print(atom) };
}
