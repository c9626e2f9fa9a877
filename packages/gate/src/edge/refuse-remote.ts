import { AmbitDeniedError, type CodeName } from "@ambit/core";
import type { GateContext } from "../context.ts";
import { currentFrame } from "../frame/current.ts";
import { whyEnded } from "../frame/why-ended.ts";
import { appendEdge } from "../record/append.ts";
import { lastScope } from "./step.ts";

/**
 * Refuses to call an agent in another process, to which no grant goes along, and records the edge that was not crossed.
 *
 * Throws `AmbitDeniedError`: `remote_ungranted`, or what ended the current frame before.
 */
export async function refuseRemote(context: GateContext, agent: string): Promise<never> {
  const current = currentFrame();
  if (current === undefined) throw new AmbitDeniedError("no_run", agent, "-");
  if (current.owner !== context) throw new AmbitDeniedError("frame_foreign", agent, "-");
  const refused: CodeName = whyEnded(current) ?? "remote_ungranted";
  const edge = current.actors.length === 0 ? "open" : "delegate";
  const id = context.newId();
  const to = current.with({ id, actors: Object.freeze([...current.actors, agent]) });
  const parentScope = lastScope(current.grant);
  await appendEdge(context, {
    edge,
    from: current,
    to,
    parentScope,
    decision: current.call?.decision,
    refused,
  });
  throw new AmbitDeniedError(refused, agent, id);
}
