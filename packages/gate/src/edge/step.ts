import { attenuate, type Grant, type PolicyPort, type Scope } from "@ambit/core";
import type { GateContext } from "../context.ts";
import type { Frame } from "../frame/frame.ts";
import type { Step } from "../run/steps.ts";
import { ownParties } from "./crossing.ts";
import { narrowedScope } from "./narrowing.ts";

/** What a call is decided with. */
interface Asked {
  readonly policy: PolicyPort;
  readonly context: GateContext;
}

/** The grant of a call under the intent that its step declared: parent ∧ the declared purpose, tools and resources. */
export function stepGrant(frame: Frame, step: Step | undefined, { policy, context }: Asked): Grant {
  if (step === undefined || !narrows(frame, step)) return frame.grant;
  const { purpose, tools, resources } = step.intent;
  const scope = narrowedScope(lastScope(frame.grant), { purpose, tools, resources }, policy.tools);
  return attenuate(frame.grant, { id: context.newId(), edge: "step", scope, parties: ownParties(frame) });
}

function narrows({ grant, intent: held }: Frame, { intent }: Step): boolean {
  // what is inherited is in the grant already: nobody narrowed anything now
  if (intent.tools === held.tools && intent.resources === held.resources && intent.purpose === held.purpose)
    return false;
  return (
    intent.tools !== undefined ||
    intent.resources !== undefined ||
    intent.purpose !== lastScope(grant).purpose
  );
}

/** The scope of a grant's last link: the narrowest. */
export function lastScope(grant: Grant): Scope {
  return (grant.links.at(-1) ?? grant.links[0]).scope;
}
