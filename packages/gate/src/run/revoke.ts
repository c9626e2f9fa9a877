import { AmbitDeniedError, AmbitError, type RevokedRecord } from "@ambit/core";
import type { GateContext } from "../context.ts";
import { currentFrame } from "../frame/current.ts";
import { append } from "../record/append.ts";
import { openRuns } from "./open-runs.ts";
import { endRevokedQuestions } from "../thread/question.ts";

/** Whose authority is revoked. */
export interface Revocation {
  /** The id of the run. */
  readonly run: string;
  /** The id of a frame, as edges and decisions in the ledger name it; without it the whole run. */
  readonly frame?: string;
}

/** Under this name a refusal to revoke is told. */
const REVOKE = "ambit.revoke";

/**
 * Ends the authority of a run, or of one frame and of all that came out of it, at their next check (L7).
 *
 * Tells whether the run is open in this process; whether it has such a frame nobody can tell, so an id that is none ends
 * nothing. It is revoked first and recorded then: one that cannot be recorded rejects
 * with `ledger_unavailable` and holds. Questions that wait for a person end, whoever brings the answer; where that cannot be
 * stored, it rejects with `thread_unavailable`. Rejects with `request_invalid`, and with `AmbitDeniedError` (`revoke_refused`) inside a tool.
 */
export async function revoke(context: GateContext, revocation: Revocation): Promise<boolean> {
  const { run: id, frame } = checked(revocation);
  if (currentFrame()?.isInTool === true) throw new AmbitDeniedError("revoke_refused", REVOKE, "-");
  const run = openRuns(context).get(id);
  if (run === undefined) return false;
  run.revoke(frame);
  const revoked = { type: "revoked", run: id, at: context.clock() } as const;
  const record: RevokedRecord = frame === undefined ? revoked : { ...revoked, frame };
  const recorded = async (): Promise<void> => append(context, record);
  await Promise.all([recorded(), endRevokedQuestions(run)]);
  return true;
}

/** A misspelt `frame` must not end the whole run. */
function checked(revocation: Revocation): Revocation {
  const isObject = typeof revocation === "object" && revocation !== null;
  const bad = isObject
    ? Object.entries(revocation).find(([name, value]) => !FIELDS.includes(name) || !isText(name, value))?.[0]
    : "revocation";
  const missing = bad === undefined && revocation.run === undefined ? "run" : bad;
  if (missing !== undefined) throw new AmbitError("request_invalid", { field: missing });
  return revocation;
}

const FIELDS: readonly string[] = ["run", "frame"] satisfies readonly (keyof Revocation)[];

function isText(name: string, value: unknown): boolean {
  return (typeof value === "string" && value !== "") || (name === "frame" && value === undefined);
}
