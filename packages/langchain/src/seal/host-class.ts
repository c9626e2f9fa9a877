import { DynamicStructuredTool, DynamicTool, StructuredTool, Tool } from "@langchain/core/tools";

/** The host's own tool classes, in the copy that this package loads. */
const HOST_PROTOTYPES: ReadonlySet<object> = new Set(
  [StructuredTool, Tool, DynamicTool, DynamicStructuredTool].map(({ prototype }) => prototype as object),
);

/** Their names, for the host's other build: it has classes of its own. */
const HOST_NAMES: ReadonlySet<string> = new Set([
  "StructuredTool",
  "Tool",
  "DynamicTool",
  "DynamicStructuredTool",
]);

/**
 * Who defines a method of a tool: the host, whose methods lead to the sealed function and nowhere else, or somebody else,
 * whose method may never come there.
 */
export function definerOf(tool: object, method: string): "host" | "other" | "none" {
  for (
    let owner: object | null = tool;
    owner !== null;
    owner = Object.getPrototypeOf(owner) as object | null
  ) {
    if (Object.hasOwn(owner, method)) return owner !== tool && isHostPrototype(owner) ? "host" : "other";
  }
  return "none";
}

// by identity first: bundlers shorten the names of classes
function isHostPrototype(owner: object): boolean {
  if (HOST_PROTOTYPES.has(owner)) return true;
  const { constructor } = owner as { readonly constructor?: { readonly name?: unknown } };
  return typeof constructor?.name === "string" && HOST_NAMES.has(constructor.name);
}
