import { AmbitDeniedError } from "@ambit/core";
import { currentFrame, type Gate, gateOfFrame } from "@ambit/gate";
import { nameOf } from "../seal/seal.ts";
import { type Caught, catchCalls } from "./catch.ts";

/** What runs a graph in another process, or writes to its state. */
const ENTRIES = ["_streamIterator", "streamEvents", "updateState"] as const;

/** Remote graphs that hang on something protected. */
const held = new WeakMap<object, Gate>();

/** Remembers a remote graph that hangs on something protected: it is not called outside a run either. */
export function holdRemote(gate: Gate, graph: object): void {
  if (!held.has(graph)) held.set(graph, gate);
}

/**
 * Refuses every call of a graph in another process from inside a run: nothing there could be held to the grant (L1).
 *
 * On the class of the host, since functions keep such graphs in their closures.
 */
export function catchRemote(prototype: object): boolean {
  return ENTRIES.every((method) => {
    const refuse = method === "_streamIterator" ? refuseStream : refuseCall;
    return catchCalls(prototype, method, (original) => instead(original, refuse));
  });
}

function instead(original: Caught, refuse: (gate: Gate | undefined, graph: object) => unknown): Caught {
  return function (this: object, ...args: unknown[]): unknown {
    const frame = currentFrame();
    if (frame !== undefined) return refuse(gateOfFrame(frame), this);
    const gate = held.get(this);
    return gate === undefined ? original.apply(this, args) : refuse(gate, this);
  };
}

async function refuseCall(gate: Gate | undefined, graph: object): Promise<never> {
  const agent = nameOf(graph);
  if (gate === undefined) throw new AmbitDeniedError("frame_foreign", agent, "-");
  return gate.refuseRemote(agent);
}

// oxlint-disable-next-line require-yield -- it takes the place of an iterator, and gives nothing
async function* refuseStream(gate: Gate | undefined, graph: object): AsyncGenerator<never> {
  await refuseCall(gate, graph);
}
