const SEGMENT = /^[a-z0-9][a-z0-9._-]*$/u;
const MAX_LENGTH = 200;

/** Whether a text is a purpose path: lower-case segments joined by `/`, at most 200 characters. */
export function isPurpose(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value.length <= MAX_LENGTH &&
    value.split("/").every((segment) => SEGMENT.test(segment))
  );
}

/** Whether purpose `child` is the same as or deeper than `parent`: `sales/quote` within `sales`. */
export function purposeWithin(child: string, parent: string): boolean {
  return child === parent || child.startsWith(`${parent}/`);
}
