import type { Watch } from "../handoff/watch.ts";

/** Hands on what a tool yields while it works. */
export interface ToolRun {
  handleToolEvent?(chunk: unknown): Promise<void>;
  handleToolError?(error: unknown): Promise<void>;
}

/**
 * The result of a tool's body; an async generator is run to its end here, as the host would do it later.
 *
 * Here, because a generator's body runs when it is asked for the next value: outside the body's frame it would have its
 * caller's wider authority.
 */
export function drained(body: () => unknown, { run, watch }: Draining): unknown {
  const settled = (value: unknown): unknown => (isAsyncGenerator(value) ? drain(value, run) : value);
  if (watch === undefined) return started(body, settled, undefined);
  const { gave, threw } = watch;
  return started(
    body,
    (value) => (isAsyncGenerator(value) ? drain(value, run).then(gave, threw) : gave(value)),
    threw,
  );
}

interface Draining {
  readonly run?: ToolRun | undefined;
  readonly watch?: Watch | undefined;
}

/** Runs a body; what it throws at once is thrown like what it throws later. */
function started(
  body: () => unknown,
  gave: (value: unknown) => unknown,
  threw: ((error: unknown) => unknown) | undefined,
): unknown {
  try {
    const result = body();
    return isPromise(result) ? result.then(gave, threw) : gave(result);
  } catch (error) {
    if (threw === undefined) throw error;
    return threw(error);
  }
}

async function drain(generator: AsyncGenerator, run: ToolRun | undefined): Promise<unknown> {
  for (;;) {
    const step = await generator.next();
    if (step.done === true) return step.value;
    try {
      await run?.handleToolEvent?.(step.value);
    } catch (error) {
      await run?.handleToolError?.(error);
    }
  }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}

function isAsyncGenerator(value: unknown): value is AsyncGenerator {
  if (typeof value !== "object" || value === null) return false;
  const { next } = value as { readonly next?: unknown };
  return typeof next === "function" && Symbol.asyncIterator in value;
}
