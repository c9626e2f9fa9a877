import { RunnableLambda, RunnableSequence } from "@langchain/core/runnables";
import type { StructuredTool } from "@langchain/core/tools";
import { noted } from "../../house/tools.ts";

export interface Graph {
  invoke(input: never): Promise<unknown>;
}
export const lambda = (value: unknown): RunnableLambda<unknown, unknown> =>
  RunnableLambda.from(() => value) as RunnableLambda<unknown, unknown>;
export const input = lambda({});
export const state = lambda({ x: 2 });

/** The tool behind a runnable that hands it an empty object and gives the state back. */
export const inSequence = (tool: StructuredTool): RunnableSequence =>
  RunnableSequence.from([input, tool, state] as never);

/** Nothing can be put into it, hence no seal. */
export const frozen = (): StructuredTool => Object.freeze(noted("shut")) as never;
