import type { HostCall } from "../call/host-call.ts";
import type { Frame } from "../frame/frame.ts";
import type { Step } from "../run/steps.ts";

/**
 * How many calls stand side by side with a call, itself included, as far as can be known when it is made.
 *
 * A turn tells of all its calls, and a host that fans out tells each of its tasks. Of calls that code makes by itself the
 * first cannot know whether others will follow; the others see those before them.
 */
export function siblingsOf(frame: Frame, step: Step | undefined, host: HostCall): number {
  const told = Math.max(step?.siblings ?? host.siblings ?? 1, frame.callsUnderWay);
  // in a tool's body the host's task is that of the outer call
  if (frame.call !== undefined) return told;
  return Math.max(told, tasksBeside(frame, host), host.fannedOut === true ? 2 : 1);
}

function tasksBeside({ run }: Frame, { place = "", superstep, task }: HostCall): number {
  return superstep === undefined || task === undefined ? 1 : run.supersteps.join(place, superstep, task);
}
