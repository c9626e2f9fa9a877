import type { ArgumentValue } from "@ambit/core";

/** Every value in an argument, however deep, each with its path; takes any depth, and a cycle once. */
export function* leavesOf(value: unknown, path: string): Generator<ArgumentValue> {
  const seen = new Set<object>();
  const open: { readonly value: unknown; readonly path: string }[] = [{ value, path }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: one, path: at } = next;
    if (typeof one !== "object" || one === null) {
      yield { path: at, value: scalar(one) };
      continue;
    }
    if (seen.has(one)) continue;
    seen.add(one);
    const isList = Array.isArray(one);
    for (const [key, member] of Object.entries(one))
      open.push({ value: member, path: isList ? `${at}[*]` : `${at}.${key}` });
  }
}

function scalar(value: unknown): ArgumentValue["value"] {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  throw new TypeError("an argument holds what is no data");
}
