import { AmbitError } from "@ambit/core";
import type { Gate } from "@ambit/gate";
import { isDeclareIntent } from "../middleware/declare-intent.ts";
import { nameOf, sealedBy, sealTool } from "../seal/seal.ts";
import { startsRemotely, startsSubAgents } from "./deep-agents.ts";
import { type Reached, reach } from "./reach.ts";
import { holdRemote } from "../net/remote.ts";
import { isRemoteGraph } from "./shape.ts";
import { coverToolNode } from "./tool-node.ts";

/** Which tools an agent can reach, and what holds them. */
export interface Coverage {
  readonly agent: string;
  readonly tools: readonly CoveredTool[];
  /**
   * Nodes that are functions: tools in their closures cannot be seen, and are sealed with `ambit.tools`.
   *
   * Node names, joined by `/`.
   */
  readonly opaque: readonly string[];
}

export interface CoveredTool {
  readonly name: string;
  /** Where it hangs: node names, joined by `/`. */
  readonly path: string;
  /** Whether each of its calls is decided. */
  readonly sealed: boolean;
  /** Whether the policy's manifest has an entry; without one every call denies `tool_unknown`. */
  readonly manifest: boolean;
  readonly note?: string;
}

/**
 * Seals whatever `target` reaches; throws `tool_unsealed` for what runs here and cannot be sealed.
 *
 * Nor can a tool below a node that caches: one subject would get the answer that was another's.
 */
export function sealReachable(gate: Gate, target: object): void {
  const { tools, toolNodes } = reach(target);
  for (const { tool, path, cached } of tools) {
    if (isRemoteGraph(tool)) holdRemote(gate, tool);
    if (!cached && (elsewhere(tool) !== undefined || sealTool(gate, tool))) continue;
    const facts = { tool: nameOf(tool), path };
    throw new AmbitError("tool_unsealed", cached ? { ...facts, why: "its node caches results" } : facts);
  }
  for (const node of toolNodes) coverToolNode(gate, node);
}

/** The coverage as it is now. */
export function coverageOf(gate: Gate, target: object, agent: string): Coverage {
  const { tools, opaque } = reach(target);
  const covered = tools.filter(({ tool }) => !isDeclareIntent(tool)).map((reached) => cover(gate, reached));
  return Object.freeze({ agent, tools: Object.freeze(covered), opaque: Object.freeze(opaque) });
}

function cover(gate: Gate, { tool, path }: Reached): CoveredTool {
  const name = nameOf(tool);
  const owner = sealedBy(tool);
  const note =
    elsewhere(tool) ??
    outOfSight(tool) ??
    (owner === undefined || owner === gate ? undefined : "sealed by another Ambit instance");
  const entry = {
    name,
    path,
    sealed: owner !== undefined,
    manifest: gate.policy.manifest(name) !== undefined,
  };
  return Object.freeze(note === undefined ? entry : { ...entry, note });
}

const REMOTE = "runs in another process: refused without a grant token";

/** What a sealed tool starts that hangs on no graph. */
function outOfSight(tool: object): string | undefined {
  if (startsRemotely(tool)) return REMOTE;
  return startsSubAgents(tool) ? "starts sub-agents: what they reach is sealed when they start" : undefined;
}

/** Why a tool's body is not in this process, and so out of reach. */
function elsewhere(tool: object): string | undefined {
  if (isRemoteGraph(tool)) return REMOTE;
  return typeof (tool as { readonly invoke?: unknown }).invoke === "function"
    ? undefined
    : "runs at the model's provider";
}
