import type { ToolEntry } from "@ambit/core";
import type { Gate } from "@ambit/gate";
import { runsHere } from "../middleware/offered.ts";
import { nameOf, sealedBy } from "../seal/seal.ts";
import { startsRemotely, startsSubAgents } from "./deep-agents.ts";
import type { Reached } from "./reach.ts";
import { isRemoteGraph } from "./shape.ts";
import { type ToolFacts, factsOf } from "./tool-facts.ts";

/**
 * What holds the calls of a tool.
 *
 * - `seal`: in the tool itself; every call is decided.
 * - `middleware`: it runs at the model's provider, and the middleware keeps it from the model.
 * - `net`: sealed on its first use inside a run, or not run.
 * - `refused`: it works in another process, where no call gets to.
 * - `elsewhere`: it runs at the model's provider, and nothing is decided.
 */
export type Layer = "seal" | "middleware" | "net" | "refused" | "elsewhere";

/** A tool that an agent can reach. */
export interface CoveredTool {
  readonly name: string;
  /** Where it hangs: node names, joined by `/`; empty for one of the agent's own, and for one out of sight. */
  readonly path: string;
  /** Whether each of its calls is decided. */
  readonly sealed: boolean;
  readonly layer: Layer;
  /** Sealed by another Ambit instance: in a run of this one each of its calls denies `frame_foreign`. */
  readonly foreign?: true;
  /** Whether the policy's manifest has an entry; without one every call denies `tool_unknown`. */
  readonly manifest: boolean;
  /** What the entry says. */
  readonly entry?: Pick<ToolEntry, "action" | "effect" | "risk" | "sensitivity">;
  /** The registered purposes for which any rule could allow this agent the tool. The subject needs a rule, too. */
  readonly purposes: readonly string[];
  /** What the tool says of itself, for whoever writes its entry; absent where there is one. */
  readonly facts?: ToolFacts;
  readonly note?: string;
}

/** Of which agent, and what its middleware lets the model be offered; undefined where it has none that could withhold it. */
export interface CoverContext {
  readonly gate: Gate;
  readonly agent: string;
  readonly providerTools: readonly string[] | undefined;
}

const REMOTE = "runs in another process: refused without a grant token";

/** What is known of a tool that was reached. */
export function coveredTool({ tool, path }: Reached, context: CoverContext): CoveredTool {
  const { gate } = context;
  const name = nameOf(tool);
  const note = noteOf(tool, context);
  const described = describe(name, context);
  return Object.freeze({
    name,
    path,
    sealed: sealedBy(tool) !== undefined,
    layer: layerOf(tool, context),
    ...(isForeign(tool, gate) ? { foreign: true as const } : {}),
    ...described,
    ...(gate.policy.manifest(name) === undefined ? factsOf(tool) : {}),
    ...(note === undefined ? {} : { note }),
  });
}

/** A tool of the manifest that an agent out of sight may have. */
export function possibleTool(name: string, context: CoverContext): CoveredTool {
  return Object.freeze({ name, path: "", sealed: false, layer: "net", ...describe(name, context) });
}

function describe(
  name: string,
  { gate, agent }: CoverContext,
): Pick<CoveredTool, "manifest" | "entry" | "purposes"> {
  const known = gate.policy.manifest(name);
  if (known === undefined) return { manifest: false, purposes: [] };
  const { action, effect, risk, sensitivity } = known;
  const purposes = Object.freeze([...(gate.policy.purposesOf?.({ id: agent }, name) ?? [])]);
  return { manifest: true, entry: Object.freeze({ action, effect, risk, sensitivity }), purposes };
}

function layerOf(tool: object, { providerTools }: CoverContext): Layer {
  if (isRemoteGraph(tool) || startsRemotely(tool)) return "refused";
  if (runsHere(tool)) return sealedBy(tool) === undefined ? "net" : "seal";
  return providerTools === undefined || providerTools.includes(nameOf(tool)) ? "elsewhere" : "middleware";
}

function noteOf(tool: object, { gate, providerTools }: CoverContext): string | undefined {
  if (isRemoteGraph(tool) || startsRemotely(tool)) return REMOTE;
  if (!runsHere(tool)) return providerNote(nameOf(tool), providerTools);
  if (isForeign(tool, gate)) return "sealed by another Ambit instance: each call is denied";
  if (startsSubAgents(tool)) return "starts sub-agents: what they reach is sealed when they start";
  return sealedBy(tool) === undefined
    ? "came after protect: sealed on its first use inside a run"
    : undefined;
}

function isForeign(tool: object, gate: Gate): boolean {
  const owner = sealedBy(tool);
  return owner !== undefined && owner !== gate;
}

function providerNote(name: string, providerTools: readonly string[] | undefined): string {
  const where = "runs at the model's provider";
  if (providerTools === undefined) return `${where}, and nothing keeps it from the model`;
  return providerTools.includes(name)
    ? `${where}: offered, as providerTools says, and not decided`
    : `${where}: not offered to the model`;
}
