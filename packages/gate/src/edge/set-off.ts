import { attenuate, type EdgeKind, type Grant, grantBefore } from "@ambit/core";
import type { Frame, FrameParts } from "../frame/frame.ts";
import { narrowedScope } from "./narrowing.ts";
import { lastScope } from "./step.ts";

/**
 * The authority in which a call's body runs.
 *
 * The tools that a step declares are those that its turn calls; what the calls set off (other tools, agents) nobody could
 * have named there. Its purpose and resources bind that, too, and all that bound the caller before.
 */
export function setOff(
  caller: Frame,
  call: Frame,
  allTools: readonly string[],
): Pick<FrameParts, "grant" | "intent"> {
  const { tools, ...intent } = call.intent;
  if (tools === undefined) return call;
  const { purpose, resources } = intent;
  const scope = narrowedScope(lastScope(caller.grant), { purpose, resources }, allTools);
  // by their ids, so that revoking the call ends what it has set off
  const links = call.grant.links.slice(caller.grant.links.length);
  const grant = links.reduce<Grant>(
    (grown, link) => attenuate(grown, { ...link, scope: link.edge === "step" ? scope : lastScope(grown) }),
    caller.grant,
  );
  return { grant, intent: Object.freeze(intent) };
}

/** The edges that a call is for itself alone. */
const OF_A_CALL: ReadonlySet<EdgeKind> = new Set(["step", "model", "branch", "retry"]);

/** An agent's frame as it is outside of its calls: a step ends with its turn, and nobody to whom it hands over takes it along. */
export function outsideCall(frame: Frame): Frame {
  const { links } = frame.grant;
  const count = links.findLastIndex(({ edge }) => !OF_A_CALL.has(edge)) + 1;
  if (count === links.length || count === 0) return frame;
  const grant = grantBefore(frame.grant, count);
  const { goal, source, step } = frame.intent;
  return frame.with({
    grant,
    intent: Object.freeze({ purpose: lastScope(grant).purpose, goal, source, step }),
  });
}
