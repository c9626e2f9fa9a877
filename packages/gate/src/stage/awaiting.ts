import type { Awaitable } from "@ambit/core";

/** What `within` gives when the time is over. */
export const LATE: unique symbol = Symbol("late");

export function isLate(value: unknown): value is typeof LATE {
  return value === LATE;
}

export function isThenable<T>(value: T): value is T & PromiseLike<Awaited<T>> {
  return (
    typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function"
  );
}

/** The longest that a timer can wait; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1;

/** Awaits at most `ms`; the answer of something that comes later is dropped. */
export async function within<T>(promise: PromiseLike<T>, ms: number): Promise<T | typeof LATE> {
  if (ms === Infinity) return promise;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), Math.min(ms, LONGEST));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Goes on with a value at once, or with a promise when it is there: a call without I/O is decided in one go. */
export function andThen<A, B>(value: Awaitable<A>, go: (value: A) => Awaitable<B>): Awaitable<B> {
  return isThenable(value) ? (value as PromiseLike<A>).then(go) : go(value as A);
}
