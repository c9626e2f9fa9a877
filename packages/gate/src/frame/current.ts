import { AsyncLocalStorage } from "node:async_hooks";
import type { Frame } from "./frame.ts";

// Module-private: nothing in state, context, configurable or messages can reach or replace it (L2).
const frames = new AsyncLocalStorage<Frame | undefined>();

/** The frame of the current asynchronous context; undefined outside a run, which means deny. */
export function currentFrame(): Frame | undefined {
  return frames.getStore();
}

/** Runs `fn`, and everything that it starts, in `frame`. */
export function inFrame<T>(frame: Frame | undefined, fn: () => T): T {
  return frames.run(frame, fn);
}
