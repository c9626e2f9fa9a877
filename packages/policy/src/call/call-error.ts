import { AmbitError } from "@ambit/core";

/** What is wrong with the description of a call. */
export interface CallIssue {
  /** `env.atempt`; empty for the description itself. */
  readonly key: string;
  readonly message: string;
  /** The nearest valid spelling. */
  readonly suggestion?: string;
}

/** The description of a call is not valid (`call_spec_invalid`). */
export class CallError extends AmbitError {
  readonly issues: readonly CallIssue[];

  constructor(issues: readonly CallIssue[]) {
    super("call_spec_invalid", { issues: issues.length });
    this.name = "CallError";
    this.issues = Object.freeze([...issues]);
    this.message = [`${this.code} the call is not described well`, ...issues.map(line)].join("\n");
  }
}

function line({ key, message, suggestion }: CallIssue): string {
  const hint = suggestion === undefined ? "" : `: did you mean "${suggestion}"?`;
  return `  ${key === "" ? "" : `${key}  `}${message}${hint}`;
}
