/** A method of a class of the host. */
export type Caught = (this: object, ...args: unknown[]) => unknown;

const caught = new WeakSet<Caught>();

/**
 * Puts `around` between callers of a class's method and the method, for all objects of the class; once per class.
 *
 * As a class defines it: whoever instruments the host does so on the same prototype. False where there is no such method.
 */
export function catchCalls(prototype: object, method: string, around: (original: Caught) => Caught): boolean {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== "function") return false;
  if (Object.hasOwn(prototype, method) && caught.has(original as Caught)) return true;
  const value = around(original as Caught);
  caught.add(value);
  return Reflect.defineProperty(prototype, method, {
    value,
    enumerable: false,
    writable: true,
    configurable: true,
  });
}
