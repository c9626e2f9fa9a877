import { AmbitError, type EdgeKind, EDGES, parseScope, type Parties } from "@ambit/core";
import type { KeptLink, ReadHandoff } from "./kept-handoff.ts";

/** Reads what a thread has kept. Throws `stage_failed` when it is not what was kept: nothing can be known of its bounds. */
export function readHandoffs(kept: unknown): readonly ReadHandoff[] {
  const read = Array.isArray(kept) ? kept.map(readHandoff) : [undefined];
  if (!read.every((handoff) => handoff !== undefined))
    throw new AmbitError("stage_failed", { stage: "handoffs" });
  return read;
}

function readHandoff(kept: unknown): ReadHandoff | undefined {
  if (typeof kept !== "object" || kept === null) return undefined;
  const { under, target, actors, depth, links, scope: printed } = kept as Readonly<Record<string, unknown>>;
  const scope = parseScope(printed);
  if (scope === undefined || typeof target !== "string" || !areTexts(under) || !areTexts(actors))
    return undefined;
  if (typeof depth !== "number" || !Array.isArray(links) || !links.every(isLink)) return undefined;
  return Object.freeze({ under, target, actors, depth, links, scope });
}

function isLink(value: unknown): value is KeptLink {
  const { edge, parties } = (value ?? {}) as Partial<KeptLink>;
  const { from, to } = (parties ?? {}) as Partial<Parties>;
  return EDGES.includes(edge as EdgeKind) && typeof from === "string" && typeof to === "string";
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}
