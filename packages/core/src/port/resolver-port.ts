import type { JsonObject } from "../json/json.ts";
import type { Sensitivity } from "../sensitivity/sensitivity.ts";

/** What a resolver found out. `version` goes into the permit, so that a tool can pass it on (If-Match). */
export interface Resolved {
  readonly resource?: string;
  readonly sensitivity?: Sensitivity;
  readonly version?: string;
}

/** A trusted function of the application that looks up what a call would touch. */
export type ResolverPort = (call: {
  readonly tool: string;
  readonly args: JsonObject;
  readonly resources: readonly string[];
  readonly tenant?: string;
}) => Promise<Resolved>;
