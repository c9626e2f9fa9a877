import { RunnableToolLike } from "@langchain/core/runnables";
import { DynamicStructuredTool, StructuredTool } from "@langchain/core/tools";
import { Pregel } from "@langchain/langgraph/pregel";
import { RemoteGraph } from "@langchain/langgraph/remote";
import { createRequire } from "node:module";
import type { ToolClasses } from "./tools.ts";

/** The host's classes in one of its builds: ESM and CommonJS share none. */
export interface Build {
  readonly tools: ToolClasses | undefined;
  readonly graph: { readonly prototype: object } | undefined;
  readonly remote: { readonly prototype: object } | undefined;
}

/** The build that this package loads. */
export const ownBuild: Build = {
  tools: { StructuredTool, DynamicStructuredTool, RunnableToolLike } as unknown as ToolClasses,
  graph: Pregel,
  remote: RemoteGraph,
};

/** The other build, as far as anybody has loaded it: loading it here would cost every process that does not use it. */
export function otherBuild(): Build {
  const tools = loaded("@langchain/core/tools");
  return {
    // of tools that are loaded the runnables are, too, if not by this name
    tools: tools === NOTHING ? undefined : (withRunnables(tools) as unknown as ToolClasses),
    graph: loaded("@langchain/langgraph/pregel")["Pregel"] as Build["graph"],
    remote: loaded("@langchain/langgraph/remote")["RemoteGraph"] as Build["remote"],
  };
}

type Exports = Readonly<Record<string, unknown>>;

const NOTHING: Exports = Object.freeze({});
const files = new Map<string, string | undefined>();
let load: ReturnType<typeof createRequire> | undefined;

function withRunnables(tools: Exports): Exports {
  const { RunnableToolLike: runnable } = requireFrom()("@langchain/core/runnables") as Exports;
  const { StructuredTool: structured, DynamicStructuredTool: dynamic } = tools;
  return { StructuredTool: structured, DynamicStructuredTool: dynamic, RunnableToolLike: runnable };
}

function requireFrom(): ReturnType<typeof createRequire> {
  load ??= createRequire(import.meta.url);
  return load;
}

/** What a module of the CommonJS build exports, if it is loaded. */
function loaded(path: string): Exports {
  try {
    if (!files.has(path)) files.set(path, requireFrom().resolve(path));
    const file = files.get(path);
    const known = file === undefined ? undefined : requireFrom().cache[file];
    return (known?.exports as Exports | undefined) ?? NOTHING;
  } catch {
    // no such build, or bundled: then nobody can have loaded it by this name
    files.set(path, undefined);
    return NOTHING;
  }
}
