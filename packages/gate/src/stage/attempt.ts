import type { PolicyPort } from "@ambit/core";
import type { GateContext } from "../context.ts";
import type { HostCall } from "../call/host-call.ts";
import { currentFrame } from "../frame/current.ts";
import type { Frame } from "../frame/frame.ts";
import { policyInForce } from "../policy/policy-in-force.ts";

/** One try of one call on its way through the stages. */
export interface Attempt {
  readonly context: GateContext;
  /** The policy under which the whole call is decided. */
  readonly policy: PolicyPort;
  /** Id of its decision record. */
  readonly id: string;
  readonly host: HostCall;
  readonly frame: Frame | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Begins a try in the frame of the current asynchronous context. */
export function beginAttempt(context: GateContext, host: HostCall): Attempt {
  const policy = policyInForce(context);
  return { context, policy, id: context.newId(), host, frame: currentFrame(), at: now(context) };
}

/** The time of the record; a clock that throws or gives none is found out, and denied, in `authorize`. */
function now({ clock }: GateContext): number {
  try {
    const time = clock();
    return Number.isFinite(time) ? time : 0;
  } catch {
    return 0;
  }
}
