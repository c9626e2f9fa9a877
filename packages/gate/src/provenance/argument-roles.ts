import {
  type ArgumentRole,
  type ArgumentValue,
  type JsonObject,
  type JsonValue,
  pathCovers,
  type ToolEntry,
} from "@ambit/core";

/** More values than this are not looked at one by one. */
const MAX_VALUES = 2000;

/** An argument value with what the manifest says that it is. */
export interface ArgumentLeaf extends ArgumentValue {
  readonly role: ArgumentRole | undefined;
}

/** The role of the argument at a path: that of the longest declared path which covers it. */
export function roleAt({ args }: ToolEntry, path: string): ArgumentRole | undefined {
  const covering = Object.keys(args).filter((declared) => pathCovers(declared, path));
  const nearest = covering.toSorted((a, b) => b.length - a.length)[0];
  return nearest === undefined ? undefined : args[nearest];
}

/** The values in the arguments of a call; undefined when there are too many. */
export function argumentLeaves(entry: ToolEntry, args: JsonObject): readonly ArgumentLeaf[] | undefined {
  const leaves: ArgumentLeaf[] = [];
  const open: { readonly value: JsonValue; readonly path: string }[] = [{ value: args, path: "" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== "object" || value === null) leaves.push({ path, value, role: roleAt(entry, path) });
    else if (Array.isArray(value)) for (const item of value) open.push({ value: item, path: `${path}[*]` });
    else
      for (const [name, member] of Object.entries(value as JsonObject))
        open.push({ value: member, path: path === "" ? name : `${path}.${name}` });
    if (leaves.length > MAX_VALUES) return undefined;
  }
  return leaves;
}
