import { currentFrame, type Frame, type Gate, type GraphStart, inFrame } from "@ambit/gate";
import { AsyncLocalStorage } from "node:async_hooks";
import { graphOf, nodesBetween } from "../handoff/namespace.ts";
import { targetsOfThrown } from "../handoff/targets.ts";
import { withRunHandle } from "../seal/run-handle.ts";
import { limitCache } from "./run-cache.ts";
import { threadOf } from "./thread.ts";
import type { GraphOptions, HostGraph } from "./shape.ts";

/** Who acts behind an entry point. */
export interface Entrance {
  readonly gate: Gate;
  readonly agent: string;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Lets go of the hold of a call that gave back its stream before its graph had started. */
const starting = new AsyncLocalStorage<() => void>();

const covered = new WeakSet<HostGraph>();

/** Whether a graph enters an agent of its own when it starts. */
export function isCovered(graph: HostGraph): boolean {
  return covered.has(graph);
}

/**
 * Lets every start of a graph inside a run enter the agent, and hold the run until the graph has ended (L7).
 *
 * All entry points of a graph (invoke, stream, streamEvents, batch, a node of another graph) start its one iterator. The
 * host reads it to the end whether or not anybody reads the stream behind it, and aborts it when the reader cancels.
 */
export function coverGraph(graph: HostGraph, entrance: Entrance): void {
  const iterate = graph._streamIterator;
  covered.add(graph);
  limitCache(graph);
  patch(graph, "_streamIterator", (input, options) => {
    const given = options as GraphOptions | undefined;
    const frame = currentFrame();
    if (frame === undefined) return iterate.call(graph, input, given);
    return startIn(frame, { graph, iterate, input, given }, entrance);
  });
  coverCall(graph, "batch");
  coverCall(graph, "streamEvents", (release, call) => starting.run(release, call));
}

/** Calls a method; without one that says otherwise, what is not a promise lets go of the run at once. */
type Caller = (release: () => void, call: () => unknown) => unknown;

/** Lets a method hold the run from its call until its promise has settled. */
export function coverCall(target: object, method: string, caller: Caller = callAndRelease): void {
  const original = (target as Readonly<Record<string, unknown>>)[method];
  if (typeof original !== "function") return;
  patch(target, method, (...args) => {
    const call = (): unknown => (original as Method).apply(target, args);
    const frame = currentFrame();
    return frame === undefined ? call() : held(frame, (release) => caller(release, call));
  });
}

/** A stream that an agent gives back at once comes from its graph, which has its own hold by then. */
function callAndRelease(release: () => void, call: () => unknown): unknown {
  const result = call();
  if (!(result instanceof Promise)) release();
  return result;
}

/** Replaces a method on one object: not enumerable, so that the host's copies start from the class's own method. */
export function patch(target: object, method: string, value: Method): void {
  Object.defineProperty(target, method, { value, enumerable: false, writable: false, configurable: false });
}

type Iteration = AsyncGenerator<unknown, unknown>;

/** A call of a graph's iterator. */
export interface Starting {
  readonly graph: HostGraph;
  readonly iterate: HostGraph["_streamIterator"];
  readonly input: unknown;
  readonly given: GraphOptions | undefined;
}

/** Starts a graph in a frame, as the agent behind it. */
export function startIn(
  frame: Frame,
  { graph, iterate, input, given }: Starting,
  entrance: Entrance,
): Iteration {
  const begin = (): Iteration => iterate.call(graph, input, withRunHandle(given, frame));
  const thread = threadOf(graph, input, given);
  const start = startOf(given, frame, thread?.thread);
  return enter(entrance, frame, { begin, signal: given?.signal, thread, start });
}

interface Start {
  readonly begin: () => Iteration;
  readonly signal: AbortSignal | undefined;
  readonly start: GraphStart;
  readonly thread: ReturnType<typeof threadOf>;
}

/** What the host says of a start. The namespace of an outermost graph is empty. */
function startOf(
  options: GraphOptions | undefined,
  { entry }: Frame,
  thread: string | undefined,
): GraphStart {
  const graph = graphOf(options?.configurable?.["checkpoint_ns"]) ?? "";
  const started = { graph, nodes: nodesBetween(entry.graph, graph) };
  return thread === undefined ? started : { ...started, thread };
}

async function* enter(entrance: Entrance, parent: Frame, started: Start): Iteration {
  const release = parent.run.hold();
  starting.getStore()?.();
  const { signal, start } = started;
  signal?.addEventListener("abort", release, { once: true });
  let inside: Inside | undefined;
  try {
    inside = await comeIn(entrance, parent, started);
    const value = yield* read(inside);
    const { thread } = inside;
    inside.thread = undefined;
    // what the thread has left is stored before anybody goes on with it
    await thread?.keep();
    return value;
  } catch (error) {
    if (inside !== undefined) tellHandoff(entrance.gate, { frame: inside.frame, graph: start.graph, error });
    throw error;
  } finally {
    try {
      if (inside !== undefined) await end(inside);
    } finally {
      signal?.removeEventListener("abort", release);
      release();
    }
  }
}

/** A graph at work. */
interface Inside {
  readonly frame: Frame;
  readonly iteration: Iteration;
  /** The thread that began with the graph, until it is stored. */
  thread: Frame["thread"];
}

async function comeIn(entrance: Entrance, parent: Frame, { begin, start, thread }: Start): Promise<Inside> {
  const held = thread === undefined ? parent : await onThread(entrance, parent, thread);
  const frame = await inFrame(held, () => entrance.gate.enterAgent(entrance.agent, { start }));
  const iteration = inFrame(frame, begin);
  return { frame, iteration, thread: held === parent ? undefined : held.thread };
}

async function* read({ frame, iteration }: Inside): Iteration {
  for (;;) {
    const step = await inFrame(frame, () => iteration.next());
    if (step.done === true) return step.value;
    yield step.value;
  }
}

/** The frame of a graph that starts on a thread. */
async function onThread(
  { gate, agent }: Entrance,
  parent: Frame,
  thread: NonNullable<Start["thread"]>,
): Promise<Frame> {
  return (await inFrame(parent, () => gate.enterThread({ ...thread, agent }))) ?? parent;
}

/** The graph has failed, or was left, already: the error that says so stands. */
function warnOfThread(): void {
  process.emitWarning("what a thread has left could not be stored", { code: "AMBIT-D506" });
}

/** A graph that ends in a handoff throws it: a node of its own may have caused it, without any tool. */
function tellHandoff(
  gate: Gate,
  { frame, graph, error }: Pick<GraphStart, "graph"> & { readonly frame: Frame; readonly error: unknown },
): void {
  const targets = targetsOfThrown(error);
  if (targets !== undefined) inFrame(frame, () => gate.noteHandoff({ targets, graph }));
}

/** Ends an iteration that its reader left; of one that has ended already it does nothing. */
async function end({ frame, iteration, thread }: Inside): Promise<void> {
  await inFrame(frame, () => iteration.return(undefined));
  await thread?.keep().catch(warnOfThread);
}

function held(frame: Frame, call: (release: () => void) => unknown): unknown {
  const release = frame.run.hold();
  try {
    const result = call(release);
    return result instanceof Promise ? result.finally(release) : result;
  } catch (error) {
    release();
    throw error;
  }
}
