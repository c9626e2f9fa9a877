import { AmbitDeniedError, equalJson, type JsonValue } from "@ambit/core";
import { currentFrame } from "@ambit/gate";
import type { ToolFunction } from "./tool-function.ts";

/** The tool function of `@langchain/mcp-adapters` hands this hook on by its name. */
const HOOK = /\bbeforeToolCall\b/u;

/** A tool as that package makes it. */
interface McpTool {
  readonly func?: unknown;
  readonly responseFormat?: unknown;
  readonly metadata?: unknown;
}

/**
 * Whether a tool comes from an MCP server, by the function that calls the server or by the tool's shape.
 *
 * Between decision and request such a tool asks a hook of the application's, `beforeToolCall`, for other arguments, and
 * writes them over its own. What was decided must be what is sent (L5): its arguments are handed over read-only, so that a
 * hook that changes them makes the call fail before anything is sent.
 */
export function callsMcpServer(tool: object): boolean {
  const { func, responseFormat, metadata } = tool as McpTool;
  if (typeof func === "function" && HOOK.test(Function.prototype.toString.call(func))) return true;
  const isAnnotated = typeof metadata === "object" && metadata !== null && "annotations" in metadata;
  return isAnnotated && responseFormat === "content_and_artifact";
}

/** Hands arguments over read-only; throws `args_changed` where the function failed because something changed them. */
export function runReadOnly(tool: string, func: ToolFunction): ToolFunction {
  return async function (this: unknown, args, ...beside) {
    try {
      return await func.call(this, readOnly(args), ...beside);
    } catch (error) {
      if (!isWriting(error)) throw error;
      throw new AmbitDeniedError("args_changed", tool, currentFrame()?.call?.decision ?? "-");
    }
  };
}

const READ_ONLY = "Cannot assign to read only property";

/**
 * The engine's own words, or the package's error that repeats them; from its beginning, since later on stand the words of
 * the server, which had the call by then.
 */
const WRITING =
  /^(?:Error calling tool [^:]*: TypeError: )?(?:Cannot (?:assign to read only|add|define|delete|redefine) property|#<Object> is not extensible)/u;

function isWriting(error: unknown): boolean {
  return error instanceof Error && WRITING.test(error.message);
}

/** Plain data of which nothing can be changed; a member may be written again as it is, as hooks do that change others. */
function readOnly(args: unknown): unknown {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return frozen(args);
  const fixed = {};
  for (const [name, member] of Object.entries(args)) {
    frozen(member);
    const set = (next: JsonValue): void => {
      if (!equalJson(next, member as JsonValue)) throw new TypeError(`${READ_ONLY} '${name}'`);
    };
    Object.defineProperty(fixed, name, { enumerable: true, get: () => member as unknown, set });
  }
  return Object.preventExtensions(fixed);
}

function frozen(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
