import type { Arguments, Called, Units } from "../operation.ts";
import { type Tool, TOOLS } from "../world.ts";
import type { Here, Run, Turn } from "./ground.ts";
import type { Before, Failed } from "./lines.ts";

export function toolOf({ tool }: Called): Tool {
  return TOOLS[tool] as Tool;
}

export function unitsOf({ write }: Tool): Units {
  return write ? { calls: 1, writes: 1 } : { calls: 1 };
}

/** What a call's turn makes of it; a call of code's own has none. */
export function turnOf(
  { purpose }: Here,
  turn: Turn | undefined,
): Pick<Turn, "purpose" | "limits" | "beyond"> & { readonly siblings: number } {
  if (turn === undefined) return { purpose, limits: [], beyond: [], siblings: 1 };
  return { purpose: turn.purpose, limits: turn.limits, beyond: turn.beyond, siblings: turn.calls };
}

/** The id of a call; undefined where it has none. */
export function callIdOf({ by, name }: Called, turn: Turn | undefined): string | undefined {
  if (by === "named") return `named ${name}`;
  return by === "turn" && turn !== undefined ? `${turn.id} ${turn.made++ % turn.calls}` : undefined;
}

/** The task of the host and the call in it: the two again are a retry. What has no id is known by its arguments. */
export function taskOf({ tool, task, args }: Called, callId: string | undefined): string | undefined {
  return task === undefined ? undefined : `${task} ${tool} ${callId ?? wholeOf(args)}`;
}

export function resourceOf(called: Called): string {
  const { resource } = toolOf(called);
  const { area, id, to } = called.args;
  if (resource === undefined) return `tool:${called.tool}`;
  return resource === "crm://pay/{args.to}" ? `crm://pay/${to}` : `crm://${area}/${id}`;
}

export function wholeOf(args: Arguments): string {
  return JSON.stringify(Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function idsOf({ ids }: Tool, args: Arguments): Failed["ids"] {
  return Object.fromEntries(ids.map((id) => [id, args[id]?.toLowerCase()]));
}

/** A write or dangerous call after a failed one, with a value that neither that one nor the user named. */
export function isStrange(
  { called, before: { first } }: { readonly called: Called; readonly before: Before },
  { named }: Run,
): boolean {
  const tool = toolOf(called);
  if (first === undefined || first.whole === wholeOf(called.args)) return false;
  if (!tool.write && tool.risk !== "high") return false;
  return Object.entries(idsOf(tool, called.args)).some(
    ([id, value]) => value !== first.ids[id] && value !== named?.toLowerCase(),
  );
}

/** Whether the run does a write on the thread that may be the same one. */
export function isUnderway({ run, thread }: Here, { tool, args }: Called): boolean {
  const what = `${tool} ${wholeOf(args)}`;
  return (
    thread !== undefined && [...run.writes.values()].some((begun) => begun.what === what && !begun.isDone)
  );
}
