import { Runnable, RunnableBinding, RunnableToolLike } from "@langchain/core/runnables";
import { DynamicStructuredTool, DynamicTool, StructuredTool, Tool } from "@langchain/core/tools";

const HOST_CLASSES = {
  StructuredTool,
  Tool,
  DynamicTool,
  DynamicStructuredTool,
  RunnableToolLike,
  RunnableBinding,
  Runnable,
};

/** The host's own classes of tools and what they extend, in the copy that this package loads. */
const HOST_PROTOTYPES: ReadonlySet<object> = new Set(
  Object.values(HOST_CLASSES).map(({ prototype }) => prototype as object),
);

/** Their names, for the host's other build: it has classes of its own. */
const HOST_NAMES: ReadonlySet<string> = new Set(Object.keys(HOST_CLASSES));

/**
 * Who defines a method of a tool: the host, whose methods lead to the sealed function and nowhere else, or somebody else,
 * whose method may never come there.
 */
export function definerOf(tool: object, method: string): "host" | "other" | "none" {
  // by identity first: bundlers shorten the names of classes, and anybody can call a class `Tool`
  const isOwnBuild = Object.prototype.isPrototypeOf.call(Runnable.prototype, tool);
  for (
    let owner: object | null = tool;
    owner !== null;
    owner = Object.getPrototypeOf(owner) as object | null
  ) {
    if (!Object.hasOwn(owner, method)) continue;
    const isHost = HOST_PROTOTYPES.has(owner) || (!isOwnBuild && isNamedAsHost(owner));
    return owner !== tool && isHost ? "host" : "other";
  }
  return "none";
}

function isNamedAsHost(owner: object): boolean {
  const { constructor } = owner as { readonly constructor?: { readonly name?: unknown } };
  return typeof constructor?.name === "string" && HOST_NAMES.has(constructor.name);
}
