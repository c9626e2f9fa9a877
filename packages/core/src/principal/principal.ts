import type { JsonObject } from "../json/json.ts";

/** The person or service on whose behalf the agent works (RFC 8693 `sub`). */
export interface Subject {
  readonly id: string;
  /** Roles that extend `g(sub, …)` for this run only. */
  readonly roles: readonly string[];
  /** Attributes, `env.subject.*` in policy. */
  readonly attributes: JsonObject;
}

/** An agent that acts; actors nest when one delegates to another (RFC 8693 `act`). */
export interface Actor {
  readonly id: string;
}
