import type { ApprovalPort, Awaitable } from "@ambit/core";

/** A tool call as the host hands it over: nothing of it is trusted. */
export interface HostCall {
  readonly tool: string;
  /** The arguments as the host parsed them. */
  readonly args: unknown;
  /** What the host parsed them from, and how: only needed for values that are not plain data (L5). */
  readonly raw?: unknown;
  readonly parse?: (raw: unknown) => Awaitable<unknown>;
  /** The model's id of the call, when a model made it. Not unique. */
  readonly callId?: string;
  /** Whether a model made the call: then it belongs to a step, also when its id is missing or was changed. */
  readonly fromModel?: boolean;
  /** The namespace of the graph whose model scheduled the call: with `callId`, the key of its step. */
  readonly place?: string;
  /** The task that runs the call: the same task again is a retry, whatever the id. */
  readonly task?: string;
  /** The superstep of the graph in which the task runs: tasks of one superstep run side by side. */
  readonly superstep?: number;
  /** The host started the task as one of several, for a node that calls tools by itself. */
  readonly fannedOut?: boolean;
  /** How many calls the same turn made, when the host knows it. */
  readonly siblings?: number;
  /** Asks a person through the host (an interrupt); may throw the host's suspension. */
  readonly approve?: ApprovalPort;
}

/** What a body must know of the decision. */
interface BodyTerms {
  /** Fields of the result are masked afterwards: nothing of it may leave by another way. */
  readonly redacted: boolean;
}

/** Runs the tool with its own private copy of the decided arguments. */
export type ToolBody = (args: unknown, terms: BodyTerms) => unknown;
