/** Hosts also tell of a failure by a message with status `error`. */
export function isErrorMessage(value: unknown): boolean {
  const message: unknown = Array.isArray(value) ? value[0] : value;
  return textAt(message, "status") === "error";
}

/** A text member of anything; a getter may throw, a text is its own message. */
export function textAt(value: unknown, member: string): string | undefined {
  if (typeof value === "string" && member === "message") return value;
  if (typeof value !== "object" || value === null) return undefined;
  try {
    const text: unknown = Reflect.get(value, member);
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}
