import { AmbitDeniedError } from "@ambit/core";
import { currentFrame, type Frame, gateOfFrame } from "@ambit/gate";
import { sealReachable } from "../protect/coverage.ts";
import { subAgentOf } from "../protect/deep-agents.ts";
import { isCovered, startIn, type Starting } from "../protect/entry.ts";
import { limitCache } from "../protect/run-cache.ts";
import type { GraphOptions, HostGraph } from "../protect/shape.ts";
import { type Caught, catchCalls } from "./catch.ts";

/** Unprotected graphs that have started in a run. */
const sealed = new WeakSet<HostGraph>();

/**
 * Catches every graph that starts inside a run and was not protected (L1): functions keep graphs in their closures, where
 * no walk over an agent finds them, and some are made on the spot.
 *
 * What such a graph reaches is sealed before it starts, or it does not start. It acts as whoever started it; a sub-agent
 * of deepagents acts under its own name, by a delegation. Outside a run nothing changes.
 */
export function catchGraphs(prototype: object): boolean {
  return catchCalls(prototype, "_streamIterator", (original) => {
    const iterate = original as unknown as HostGraph["_streamIterator"];
    return function (this: object, input: unknown, options: unknown): unknown {
      const frame = currentFrame();
      const start = { graph: this as HostGraph, iterate, input, given: options as GraphOptions | undefined };
      return frame === undefined || isCovered(start.graph) ? begin(start) : beginIn(frame, start);
    } as Caught;
  });
}

function begin({ graph, iterate, input, given }: Starting): AsyncGenerator<unknown, unknown> {
  return iterate.call(graph, input, given);
}

function beginIn(frame: Frame, start: Starting): AsyncGenerator<unknown, unknown> {
  const gate = gateOfFrame(frame);
  if (gate === undefined) throw new AmbitDeniedError("frame_foreign", "(graph)", "-");
  if (!sealed.has(start.graph)) {
    sealReachable(gate, start.graph);
    limitCache(start.graph);
  }
  sealed.add(start.graph);
  const agent = subAgentOf(frame, start.given);
  return agent === undefined ? begin(start) : startIn(frame, start, { gate, agent });
}
