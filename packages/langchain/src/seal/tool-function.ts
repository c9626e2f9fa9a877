import type { ToolRun } from "./drain.ts";
import type { ToolConfig } from "./tool-config.ts";

/** What the host hands over beside the arguments. */
export type Beside = [run?: ToolRun, config?: ToolConfig];

/** A tool's `func` or `_call`, as the host calls it: with arguments that the tool's schema has parsed. */
export type ToolFunction = (this: unknown, args: unknown, ...beside: Beside) => unknown;
