import type { Awaitable } from "./policy-port.ts";

/** What happened, for an alert or a later review: ids and names only. */
export interface CallEvent {
  readonly run: string;
  readonly decision: string;
  readonly tool: string;
  readonly actor: string;
  readonly subject: string;
}

/** Tells people at once. A throw leaves the obligation unmet: the call is denied. */
export type AlertPort = (channel: string, event: CallEvent) => Awaitable<void>;

/** Queues a call for a person to look at afterwards. A throw leaves the obligation unmet: the call is denied. */
export type ReviewPort = (event: CallEvent) => Awaitable<void>;
