import { currentFrame, type Frame, inFrame } from "@ambit/gate";

/** Never sent anywhere: the host traces and stores neither objects nor names that begin like this one. */
const KEY = "__ambit_run";

/** One empty object per run: it says nothing, and nobody can make an equal one. */
const handles = new WeakMap<Frame["run"], object>();

/** The owner of a frame that is nobody's: whoever decides in it denies `frame_foreign`. */
const NOBODY = Object.freeze({});

type Configurable = Readonly<Record<string, unknown>>;

/** A graph's options with the handle of the run in which the graph starts. */
export function withRunHandle<T extends object>(options: T | undefined, { run }: Frame): T {
  const handle = handles.get(run) ?? Object.freeze({});
  handles.set(run, handle);
  const { configurable } = (options ?? {}) as { readonly configurable?: Configurable };
  return { ...options, configurable: { ...configurable, [KEY]: handle } } as T;
}

/**
 * Decides in the current frame, unless the call's own config is of another run.
 *
 * Asynchronous context can leak: a queue starts one caller's job in the context of another. Then the frame says one run
 * and the config another, and neither is to be believed.
 */
export function inOwnRun<T>(configurable: Configurable | undefined, decide: () => T): T {
  const handle = configurable?.[KEY];
  const frame = currentFrame();
  if (handle === undefined || frame === undefined || handles.get(frame.run) === handle) return decide();
  return inFrame(frame.with({ owner: NOBODY }), decide);
}
