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
export function drained(result: unknown, run: ToolRun | undefined): unknown {
  if (isPromise(result)) return result.then((value) => (isAsyncGenerator(value) ? drain(value, run) : value));
  return isAsyncGenerator(result) ? drain(result, run) : result;
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
