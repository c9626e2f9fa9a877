import type { Frame } from "@ambit/gate";
import type { GraphOptions } from "./shape.ts";

/** Tools of deepagents that start what no walk over an agent comes to: by name, and by the names of their arguments. */
const STARTERS = {
  task: ["description", "subagent_type"],
  start_async_task: ["agentName", "description"],
  update_async_task: ["message", "taskId"],
} as const;

/** Whether a tool starts sub-agents that it keeps in its closure. */
export function startsSubAgents(tool: object): boolean {
  return isStarter(tool, "task");
}

/** How the tool lists its sub-agents, in the description of its argument. */
const LISTED = /Available: (.+)$/u;

/** The names of the sub-agents that a tool starts, as it lists them itself; empty for any other tool. */
export function subAgentsOf(tool: object): readonly string[] {
  if (!startsSubAgents(tool)) return [];
  const { shape } = (tool as { readonly schema: { readonly shape: Readonly<Record<string, unknown>> } })
    .schema;
  const { description } = shape["subagent_type"] as { readonly description?: unknown };
  const [, names = ""] = (typeof description === "string" ? LISTED.exec(description) : null) ?? [];
  return names.split(", ").filter((name) => name !== "");
}

/** Whether a tool sends a task to an agent in another process. It takes neither config nor context along. */
export function startsRemotely(tool: object): boolean {
  return isStarter(tool, "start_async_task") || isStarter(tool, "update_async_task");
}

/**
 * The name of the sub-agent that starts, when the graph is one of the `task` tool in whose body it does.
 *
 * The tool sets both itself, over whatever its caller had set.
 */
export function subAgentOf({ call }: Frame, options: GraphOptions | undefined): string | undefined {
  if (call?.tool !== "task" || options?.configurable?.["ls_agent_type"] !== "subagent") return undefined;
  const name = options.metadata?.["lc_agent_name"];
  return typeof name === "string" && name !== "" ? name : undefined;
}

function isStarter(tool: object, starter: keyof typeof STARTERS): boolean {
  const { name, schema } = tool as {
    readonly name?: unknown;
    readonly schema?: { readonly shape?: unknown };
  };
  const { shape } = schema ?? {};
  if (name !== starter || typeof shape !== "object" || shape === null) return false;
  return Object.keys(shape).toSorted().join() === STARTERS[starter].join();
}
