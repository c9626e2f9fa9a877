import { type Runnable, RunnableLambda } from "@langchain/core/runnables";
import { ToolInputParsingException } from "@langchain/core/tools";
import { rememberBound, rememberGuarded, type Seal, sealBehind } from "./guarded.ts";
import { guardFunction } from "./guard-function.ts";
import type { ToolConfig } from "./tool-config.ts";

/** A runnable that was made a tool by `asTool()`: its body is the runnable behind `bound`. */
export interface RunnableTool {
  readonly name: string;
  bound: Runnable;
  lc_kwargs?: Record<string, unknown>;
}

interface Called {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly args?: unknown;
}

/** The runnable to put in place of `bound`. */
export function guardRunnable(seal: Seal, bound: Runnable): Runnable {
  const guarded = guardFunction(seal, (args, _run, config) => bound.invoke(args, config as object));
  const runnable = RunnableLambda.from(async (input: unknown, config: ToolConfig): Promise<unknown> => {
    if (!isCalled(input)) return guarded(input, undefined, config);
    // parsed here and handed on bare: `bound` would parse again what was decided on
    const args = seal.parse === undefined ? input.args : await parse(seal.parse, input.args);
    return guarded(args, undefined, { ...config, toolCall: input });
  }) as Runnable;
  rememberGuarded(runnable, seal);
  rememberBound(runnable, bound);
  return runnable;
}

/** The seal of a runnable tool, also of one that `withConfig` built around a sealed one. */
export function runnableSeal(bound: unknown): Seal | undefined {
  const { bound: inner } = (bound ?? {}) as { readonly bound?: { readonly last?: unknown } };
  return sealBehind(bound) ?? sealBehind(inner) ?? sealBehind(inner?.last);
}

async function parse(parser: (raw: unknown) => Promise<unknown>, raw: unknown): Promise<unknown> {
  try {
    return await parser(raw);
  } catch {
    throw new ToolInputParsingException(
      "Received tool input did not match expected schema",
      JSON.stringify(raw),
    );
  }
}

function isCalled(input: unknown): input is Called {
  return typeof input === "object" && input !== null && (input as Called).type === "tool_call";
}
