/** The agent behind a tool of `ambit.delegate`. */
export interface Delegate {
  readonly agent: string;
  readonly target: object;
}

const delegates = new WeakMap<object, Delegate>();

/** Remembers whom a tool delegates to, for reports. */
export function noteDelegate(tool: object, delegate: Delegate): void {
  delegates.set(tool, delegate);
}

/** Whom a tool delegates to; undefined for any other tool, also for a copy of such a tool. */
export function delegateOf(tool: object): Delegate | undefined {
  return delegates.get(tool);
}
