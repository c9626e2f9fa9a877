import { AmbitError } from "@ambit/core";
import { type ParsedRequest, parseRequest } from "./parse-request.ts";
import type { RunRequest } from "./request.ts";

/** What trusted code asks for when it changes the goal of a run. Subject, tenant and thread stay the run's. */
export interface GoalRequest extends Pick<
  RunRequest,
  "purpose" | "goal" | "input" | "allow" | "budget" | "ttl"
> {
  /** The role of a person who must agree, through the `approve` function of the instance. */
  readonly approve?: string;
}

const FIELDS: readonly string[] = [
  "purpose",
  "goal",
  "input",
  "allow",
  "budget",
  "ttl",
  "approve",
] satisfies readonly (keyof GoalRequest)[];

/** A goal request after validation, with the defaults of a run. */
export interface ParsedGoal {
  readonly parsed: ParsedRequest;
  readonly approve: string | undefined;
}

/** Validates a request; throws `request_invalid` with the name of the first bad field. */
export function parseGoalRequest(request: GoalRequest, subject: string): ParsedGoal {
  if (typeof request !== "object" || request === null) throw invalid("request");
  const unknown = Object.keys(request).find((key) => !FIELDS.includes(key));
  if (unknown !== undefined) throw invalid(unknown);
  const { approve, ...rest } = request;
  if (approve !== undefined && (typeof approve !== "string" || approve === "")) throw invalid("approve");
  return { parsed: parseRequest({ ...rest, subject }), approve };
}

function invalid(field: string): AmbitError {
  return new AmbitError("request_invalid", { field });
}
