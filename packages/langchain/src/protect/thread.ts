import type { ThreadStart } from "@ambit/gate";
import { getConfig, isCommand } from "@langchain/langgraph";
import type { GraphOptions, HostCheckpointer, HostGraph } from "./shape.ts";

/** What a start of a graph says of its thread. */
type HostThread = Omit<ThreadStart, "agent">;

type Configurable = Readonly<Record<string, unknown>>;

/** The thread on which a graph is about to start, as the host will find it; undefined when nothing is kept of it. */
export function threadOf(
  graph: HostGraph,
  input: unknown,
  options: GraphOptions | undefined,
): HostThread | undefined {
  const configurable = configurableOf(graph, options);
  const checkpointer = configurable["__pregel_checkpointer"] ?? graph.checkpointer;
  const id = configurable["thread_id"] ?? undefined;
  if (graph.checkpointer === false || !isCheckpointer(checkpointer) || id === undefined) return undefined;
  const thread = String(id as string);
  const runs = [graph.config?.metadata, options?.metadata, configurable]
    .map((named) => named?.["run_id"])
    .filter((run) => run !== undefined);
  const resumes =
    isResume(input, configurable) || (runs.length > 0 && isRunBefore(checkpointer, thread, runs));
  return { thread, resumes, exists: () => hasAny(checkpointer, thread) };
}

/** As the host puts it together: what surrounds the call, what the graph was bound with, what the call says. */
function configurableOf(graph: HostGraph, options: GraphOptions | undefined): Configurable {
  const around = getConfig()?.configurable as Configurable | undefined;
  return { ...around, ...graph.config?.configurable, ...options?.configurable };
}

/** Whatever is not plain new input goes on with what was there: also a state sent in, and an older checkpoint. */
function isResume(input: unknown, configurable: Configurable): boolean {
  if (input === null || input === undefined || isCommand(input)) return true;
  return (
    ["checkpoint_id", "checkpoint_map", "__pregel_replay_state"].some(
      (key) => configurable[key] !== undefined && configurable[key] !== "",
    ) || configurable["__pregel_resuming"] === true
  );
}

/** The host also resumes when it is given the id of the run that made the latest checkpoint. */
function isRunBefore(
  checkpointer: HostCheckpointer,
  thread: string,
  runs: readonly unknown[],
): () => Promise<boolean> {
  return async () => {
    for await (const { metadata } of latest(checkpointer, thread)) return runs.includes(metadata?.["run_id"]);
    return false;
  };
}

/** Whether anything is kept of a thread, in whatever namespace. */
async function hasAny(checkpointer: HostCheckpointer, thread: string): Promise<boolean> {
  for await (const _tuple of latest(checkpointer, thread)) return true;
  return false;
}

function latest(checkpointer: HostCheckpointer, thread: string): ReturnType<HostCheckpointer["list"]> {
  return checkpointer.list({ configurable: { thread_id: thread } }, { limit: 1 });
}

function isCheckpointer(value: unknown): value is HostCheckpointer {
  return (
    typeof value === "object" && value !== null && typeof (value as HostCheckpointer).list === "function"
  );
}
