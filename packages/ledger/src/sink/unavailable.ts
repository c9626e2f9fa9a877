import { AmbitError, type ErrorFacts } from "@ambit/core";

/** The error of a ledger that cannot take a record, with the system's own code of what happened. */
export function unavailable(cause: unknown, facts: ErrorFacts = {}): AmbitError {
  return new AmbitError("ledger_unavailable", { ...facts, cause: systemCode(cause) }, { cause });
}

/** `ENOSPC`, `EACCES`, …: the code of an error of the operating system, else the error's name. */
export function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : error.name;
}
