import { currentFrame, type Frame } from "@ambit/gate";

/** What the host hands to a tool beside its arguments: nothing of it is trusted. */
export interface ToolConfig {
  readonly toolCall?: { readonly id?: unknown; readonly name?: unknown; readonly args?: unknown };
  readonly toolCallId?: unknown;
  readonly configurable?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly state?: unknown;
}

type ModelCall = NonNullable<ToolConfig["toolCall"]>;

/**
 * The model's call of this very tool; undefined when code called it.
 *
 * A tool's body may hand its config on to another tool: the call in it is then the outer tool's.
 */
export function modelCallOf(tool: string, config: ToolConfig | undefined): ModelCall | undefined {
  const call = config?.toolCall;
  return call?.name === undefined || call.name === tool ? call : undefined;
}

export function callIdOf(call: ModelCall | undefined): string | undefined {
  return typeof call?.id === "string" && call.id !== "" ? call.id : undefined;
}

/**
 * Where the model stands that scheduled a call: its thread, and the namespace of its graph without the last segment.
 *
 * Model node and tool node of one agent are siblings, so both name the same place. What is resumed enters its agent in a
 * new frame but on the same thread. Without a checkpointer nothing is resumed, and the frame keeps apart what runs side by
 * side in one run: models repeat call ids.
 */
export function placeOf(configurable: Readonly<Record<string, unknown>> | undefined): string {
  const graph = graphOf(configurable?.["checkpoint_ns"]);
  const frame = currentFrame();
  const thread = configurable?.["thread_id"];
  const isResumable = configurable?.["__pregel_checkpointer"] !== undefined && typeof thread === "string";
  if (frame === undefined || !isResumable) return besidePlace(frame, graph);
  return threadPlace(frame, thread, graph);
}

/** Where a model answered: the place of its calls, and the task, which may run them itself. */
export interface ModelPlace {
  readonly place: string;
  readonly otherPlaces?: readonly string[];
  readonly task?: string;
}

/** The place of a model from the config of its node. */
export function modelPlace(configurable: Readonly<Record<string, unknown>> | undefined): ModelPlace {
  const place = placeOf(configurable);
  const task = configurable?.["__pregel_task_id"];
  return typeof task === "string" ? { place, task } : { place };
}

/** The place of a model from the metadata of its call, which do not say whether the thread can be resumed. */
export function tracedPlace(metadata: Readonly<Record<string, unknown>> | undefined): ModelPlace {
  const namespace = metadata?.["checkpoint_ns"] ?? metadata?.["langgraph_checkpoint_ns"];
  const thread = metadata?.["thread_id"];
  const frame = currentFrame();
  const graph = graphOf(namespace);
  const beside = besidePlace(frame, graph);
  const task = typeof namespace === "string" ? { task: taskOf(namespace) } : {};
  if (frame === undefined || typeof thread !== "string") return { place: beside, ...task };
  return { place: threadPlace(frame, thread, graph), otherPlaces: [beside], ...task };
}

/** The namespace of a graph from that of one of its nodes. */
function graphOf(namespace: unknown): string {
  return typeof namespace === "string" ? namespace.slice(0, Math.max(0, namespace.lastIndexOf("|"))) : "";
}

/** The id of a task from the namespace of its node: what follows the node's name. */
function taskOf(namespace: string): string {
  return namespace.slice(namespace.lastIndexOf(":") + 1);
}

function besidePlace(frame: Frame | undefined, graph: string): string {
  return `${frame?.id ?? ""}/${graph}`;
}

function threadPlace(frame: Frame, thread: string, graph: string): string {
  return `${frame.actors.join(">")}@${ordinal(frame, thread)}/${graph}`;
}

/**
 * Threads by number: their ids are the application's own, and places stand in the ledger. The frame's own thread is 0 in
 * whatever run, so that its turns are found again when it is resumed.
 */
const threads = new WeakMap<Frame["run"], Map<string, number>>();

function ordinal({ run, thread: own }: Frame, thread: string): number {
  if (own?.id === thread) return 0;
  const known = threads.get(run) ?? new Map<string, number>();
  threads.set(run, known);
  const number = known.get(thread) ?? known.size + 1;
  known.set(thread, number);
  return number;
}
