/** What stands in the place of a value that lies too deep. */
const DEEPER = "… deeper";

/** A JSON value down to `depth` levels of arrays and objects, so that printing it cannot overflow the stack. */
export function shallow(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return DEEPER;
  if (Array.isArray(value)) return value.map((item) => shallow(item, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shallow(item, depth - 1)]));
}
