import type { Sensitivity } from "../sensitivity/sensitivity.ts";

/** A value that is compared as a whole. */
export type Scalar = null | boolean | number | string;

/** A restriction on the value of one argument. Immutable; build with the constructors, never by hand. */
export type Constraint =
  | { readonly kind: "exact"; readonly value: Scalar }
  | { readonly kind: "range"; readonly min?: Bound; readonly max?: Bound }
  | { readonly kind: "one_of"; readonly values: readonly Scalar[] }
  | { readonly kind: "not_one_of"; readonly excluded: readonly Scalar[] }
  | { readonly kind: "contains"; readonly required: readonly Scalar[] }
  | { readonly kind: "subset"; readonly allowed: readonly Scalar[] }
  | { readonly kind: "wildcard" }
  | { readonly kind: "all"; readonly constraints: readonly Constraint[] }
  | { readonly kind: "any"; readonly constraints: readonly Constraint[] }
  | { readonly kind: "optional"; readonly of: Constraint }
  | { readonly kind: "path_under"; readonly root: string }
  | { readonly kind: "url_prefix"; readonly scheme: string; readonly host: string; readonly path: string }
  | { readonly kind: "max_len"; readonly n: number }
  | { readonly kind: "sens_max"; readonly level: Sensitivity };

/** One end of a range; inclusive unless said otherwise. */
export interface Bound {
  readonly at: number;
  readonly inclusive: boolean;
}

export type ConstraintKind = Constraint["kind"];
