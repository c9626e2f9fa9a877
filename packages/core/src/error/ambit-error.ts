import type { CodeName } from "../code/name.ts";
import { codeRow } from "../code/table.ts";

/** Shared by all copies of this module, so that an error is recognised across them. */
const BRAND = Symbol.for("ambit.error");

/** Facts about an error that are safe to log: never an argument value, token or payload. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean>>;

/** An error of Ambit: a row of the table of codes, with typed facts. */
export class AmbitError extends Error {
  /** What programs match on: `policy_empty`. */
  readonly reason: CodeName;
  /** What people look up: `AMBIT-P103`. */
  readonly code: string;
  readonly facts: ErrorFacts;

  constructor(reason: CodeName, facts: ErrorFacts = {}, options?: { readonly cause?: unknown }) {
    const { code, message, hint } = codeRow(reason);
    super(`${code} ${reason}: ${message}${print(facts)}. ${hint}`, options);
    this.name = "AmbitError";
    Object.defineProperty(this, BRAND, { value: true });
    this.reason = reason;
    this.code = code;
    this.facts = Object.freeze({ ...facts });
  }

  /** The AmbitError that `value` is or was caused by; works across copies of this module. */
  static find(value: unknown): AmbitError | undefined {
    for (let error = value, hops = 0; hops < 16; hops++) {
      if (typeof error !== "object" || error === null) return undefined;
      if (Object.hasOwn(error, BRAND)) return error as AmbitError;
      error = (error as { readonly cause?: unknown }).cause;
    }
    return undefined;
  }
}

function print(facts: ErrorFacts): string {
  const members = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
  return members.length === 0 ? "" : ` (${members.join(", ")})`;
}
