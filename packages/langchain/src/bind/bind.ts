import type { RunRequest } from "@ambit/gate";
import type { ProtectOptions, Protected } from "../protect/protect.ts";

/** A run request, or trusted code that makes one from what a route handler gets. */
export type RequestSource<A extends readonly unknown[]> =
  | RunRequest
  | ((...args: A) => RunRequest | PromiseLike<RunRequest>);

/** `protect` and `run` with the request bound. */
export interface Bound<A extends readonly unknown[]> {
  readonly protect: <T extends object>(target: T, options: ProtectOptions) => T & Protected;
  /** Runs its last argument, a function, under the request made from the arguments before it. */
  readonly run: <T>(...args: [...A, () => T | PromiseLike<T>]) => Promise<T>;
}

/** What of an instance is bound. */
interface Bindable {
  protect<T extends object>(target: T, options: ProtectOptions): T & Protected;
  run<T>(request: RunRequest, fn: () => T | PromiseLike<T>): Promise<T>;
}

/** Binds a request to an instance. */
export function bind<A extends readonly unknown[]>(ambit: Bindable, source: RequestSource<A>): Bound<A> {
  return Object.freeze<Bound<A>>({
    protect: (target, options) => ambit.protect(target, options),
    run: async <T>(...args: [...A, () => T | PromiseLike<T>]): Promise<T> => {
      const fn = args.at(-1) as () => T | PromiseLike<T>;
      const rest = args.slice(0, -1) as unknown as A;
      return ambit.run(typeof source === "function" ? await source(...rest) : source, fn);
    },
  });
}
