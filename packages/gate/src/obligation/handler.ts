import type { CodeName, Obligation } from "@ambit/core";
import type { Decided } from "../stage/decide.ts";

/** Discharges one kind of obligation before the call runs; a code means that it could not, and the call is denied. */
export type ObligationHandler<K extends Obligation["kind"]> = (
  obligation: Extract<Obligation, { readonly kind: K }>,
  decided: Decided,
) => Promise<CodeName | undefined>;
