import type { CallNode } from "../expression/node.ts";

/** The name of the called function; empty for a method. */
export function functionName({ callee }: CallNode): string {
  return callee.type === "Identifier" ? callee.name : "";
}
