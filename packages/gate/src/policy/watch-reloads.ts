import { AmbitError, type AlertPort, type ReloadObserver } from "@ambit/core";
import type { GateContext } from "../context.ts";
import { currentFrame } from "../frame/current.ts";
import { append } from "../record/append.ts";
import { isThenable, within } from "../stage/awaiting.ts";
import { isReloadable } from "./policy-in-force.ts";

/** Under this name stands what a process does outside any run. */
const OUTSIDE = "outside";

/** Makes each reload a recorded act, and none the act of an agent (L4). */
export function watchReloads(context: GateContext): void {
  if (isReloadable(context.policy)) context.policy.observe(observerOf(context));
}

function observerOf(context: GateContext): ReloadObserver {
  return {
    asked: () => {
      if (currentFrame() !== undefined) throw new AmbitError("reload_refused");
    },
    // written before the new version comes into force: one that cannot be recorded does not
    admit: ({ before, version }) =>
      append(context, {
        type: "policy_reloaded",
        run: OUTSIDE,
        at: context.clock(),
        before,
        policy: version,
      }),
    failed: async (failure, kept) => {
      const { at, reason, findings } = failure;
      const alerted = tellPeople(context);
      await append(context, {
        type: "policy_reload_failed",
        run: OUTSIDE,
        at,
        policy: kept,
        reason,
        findings,
      });
      await alerted;
    },
  };
}

/** The alert port is told of calls; a reload is one of nobody's. */
async function tellPeople({ alert, newId, stageTimeoutMs }: GateContext): Promise<void> {
  if (alert === undefined) return;
  const event: Parameters<AlertPort>[1] = {
    run: OUTSIDE,
    decision: newId(),
    tool: "policy.reload",
    actor: OUTSIDE,
    subject: OUTSIDE,
  };
  try {
    const told = alert("policy", event);
    if (isThenable(told)) await within(told, stageTimeoutMs);
  } catch {
    process.emitWarning("the alert of a failed reload threw", { code: "AMBIT-P161" });
  }
}
