import type { HostGraph } from "./shape.ts";

/** A method of a class of the host. */
export type Caught = (this: object, ...args: unknown[]) => unknown;

const caught = new WeakSet<Caught>();

/**
 * Puts a method of the host's class between callers and its own, for all objects of the class; once per class.
 *
 * The other build of the host has other classes: what catches is put on the class of each object that comes along, too.
 */
export function catchCalls(object: object, method: string, around: (original: Caught) => Caught): void {
  const prototype = definerOf(object, method);
  const original = prototype === undefined ? undefined : (Reflect.get(prototype, method) as Caught);
  if (prototype === undefined || original === undefined || caught.has(original)) return;
  const value = around(original);
  caught.add(value);
  // as a class defines it: whoever instruments the host does so on the same prototype
  Object.defineProperty(prototype, method, { value, enumerable: false, writable: true, configurable: true });
}

/** An object of a class, without its constructor having run: to catch a class before there is any object. */
export function blank(prototype: object): HostGraph {
  return Object.create(prototype) as HostGraph;
}

function definerOf(object: object, method: string): object | undefined {
  let owner = Object.getPrototypeOf(object) as object | null;
  while (owner !== null && !Object.hasOwn(owner, method))
    owner = Object.getPrototypeOf(owner) as object | null;
  return owner ?? undefined;
}
