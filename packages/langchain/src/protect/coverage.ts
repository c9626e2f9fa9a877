import { AmbitError } from "@ambit/core";
import type { Gate } from "@ambit/gate";
import { delegateOf } from "../delegate/delegates.ts";
import { isDeclareIntent } from "../middleware/declare-intent.ts";
import { runsHere } from "../middleware/offered.ts";
import { holdRemote } from "../net/remote.ts";
import { nameOf, sealTool } from "../seal/seal.ts";
import { type CoverContext, type CoveredTool, coveredTool, possibleTool } from "./covered-tool.ts";
import { subAgentsOf } from "./deep-agents.ts";
import { type MiddlewareOrder, middlewareOrder, offeredByProvider } from "./middleware-order.ts";
import { agents, entrances } from "./entrances.ts";
import { type Other, type Reached, reach } from "./reach.ts";
import { isAgent, isRemoteGraph } from "./shape.ts";
import { coverToolNode } from "./tool-node.ts";

/** Which tools and agents an agent can reach, and what holds them. */
export interface Coverage {
  readonly agent: string;
  /** The tool or the node that starts it; absent for the agent that was asked about. */
  readonly via?: string;
  /**
   * Only its name is known: its tools are sealed when it starts. `tools` are those of the manifest that the policy could
   * allow it.
   */
  readonly unseen?: true;
  readonly tools: readonly CoveredTool[];
  /**
   * Nodes that are functions: what they keep in their closures cannot be seen. The net seals it on its first use inside a
   * run; `ambit.tools` does so before.
   *
   * Node names, joined by `/`.
   */
  readonly opaque: readonly string[];
  /** Absent for a graph. */
  readonly middleware?: MiddlewareOrder;
  /**
   * Agents that it starts: protected ones in its nodes, those of `ambit.delegate`, and sub-agents of deepagents. Each is told
   * of once.
   */
  readonly agents: readonly Coverage[];
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
    if (!cached && (isElsewhere(tool) || sealTool(gate, tool))) continue;
    const facts = { tool: nameOf(tool), path };
    throw new AmbitError("tool_unsealed", cached ? { ...facts, why: "its node caches results" } : facts);
  }
  for (const node of toolNodes) coverToolNode(gate, node);
}

/** The coverage as it is now. */
export function coverageOf(gate: Gate, target: object, agent: string): Coverage {
  return coverageBelow({ gate, target, agent }, new Set([target]));
}

interface Asked {
  readonly gate: Gate;
  readonly target: object;
  readonly agent: string;
  readonly via?: string;
}

function coverageBelow({ gate, target, agent, via }: Asked, told: Set<object>): Coverage {
  const { tools, opaque, others } = reach(target, isOtherThan(target));
  const middleware = middlewareOrder(target);
  const context: CoverContext = { gate, agent, providerTools: offeredByProvider(target) };
  const reached = tools.filter(({ tool }) => !isDeclareIntent(tool));
  return Object.freeze({
    agent,
    ...(via === undefined ? {} : { via }),
    tools: Object.freeze(reached.map((each) => coveredTool(each, context))),
    opaque: Object.freeze(opaque),
    ...(middleware === undefined ? {} : { middleware }),
    agents: Object.freeze([
      ...others.flatMap((other) => memberAt(other, told)),
      ...reached.flatMap((each) => startedBy(gate, each, told)),
    ]),
  });
}

/** Whether something is protected by itself: it acts under its own name. */
function isOtherThan(target: object): (value: object) => boolean {
  const own = new Set<object>(isAgent(target) ? [target, target.graph] : [target]);
  return (value) => !own.has(value) && entrances.has(value);
}

function memberAt({ target, path }: Other, told: Set<object>): readonly Coverage[] {
  const entrance = entrances.get(target);
  return entrance === undefined
    ? []
    : once({ ...entrance, target: agents.get(target) ?? target, via: path }, told);
}

function once(asked: Asked, told: Set<object>): readonly Coverage[] {
  if (told.has(asked.target)) return [];
  told.add(asked.target);
  return [coverageBelow(asked, told)];
}

function startedBy(gate: Gate, { tool }: Reached, told: Set<object>): readonly Coverage[] {
  const via = nameOf(tool);
  const callee = delegateOf(tool);
  if (callee === undefined) return subAgentsOf(tool).map((agent) => unseenAgent({ gate, agent, via }));
  return once({ gate, ...callee, via }, told);
}

interface Unseen {
  readonly gate: Gate;
  readonly agent: string;
  readonly via: string;
}

function unseenAgent({ gate, agent, via }: Unseen): Coverage {
  const names = gate.policy.tools.filter((name) => gate.policy.mayReach({ id: agent }, name));
  const context: CoverContext = { gate, agent, providerTools: undefined };
  const tools = names.map((name) => possibleTool(name, context));
  return Object.freeze({ agent, via, unseen: true, tools, opaque: [], agents: [] });
}

/** Whether a tool's body is not in this process, and so out of reach. */
function isElsewhere(tool: object): boolean {
  return isRemoteGraph(tool) || !runsHere(tool);
}
