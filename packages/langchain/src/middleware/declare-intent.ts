import { type StructuredTool, tool } from "@langchain/core/tools";
import { z } from "zod";

/** What a model, or a planner in its place, declares of its turn. It never grants anything (L3). */
export interface DeclaredIntent {
  readonly purpose: string;
  readonly goal: string;
  /** The only tools that the turn needs. */
  readonly tools?: readonly string[];
  /** The only resources that the turn needs. */
  readonly resources?: readonly string[];
}

export const DECLARE_INTENT = "declare_intent";

const schema = z.object({
  purpose: z.string().describe("Path of the purpose: the current task's, or a deeper one."),
  goal: z.string().describe("What this turn is to reach, in one sentence."),
  tools: z.array(z.string()).optional().describe("Names of the only tools this turn needs."),
  resources: z.array(z.string()).optional().describe("The only resources this turn needs."),
});

/**
 * The tool by which a model declares the intent of its turn, beside the tools that it calls in the same turn.
 *
 * It stands in no manifest and is not sealed: its body does nothing. The declaration is read from the model's message,
 * before any tool runs.
 */
export const declareIntent: StructuredTool = tool(() => "noted", {
  name: DECLARE_INTENT,
  description: "Declare what you are about to do, in the same turn as the tool calls it is about.",
  schema,
}) as unknown as StructuredTool;

// read-only from the start: nothing can give the one unsealed tool another body
Object.freeze(declareIntent);

export function isDeclareIntent(value: object): boolean {
  return value === declareIntent;
}

/** The declaration in the arguments of a `declare_intent` call; undefined if they are none. */
export function readDeclaration(args: unknown): DeclaredIntent | undefined {
  const { data } = schema.safeParse(args);
  if (data === undefined) return undefined;
  const { purpose, goal, tools, resources } = data;
  return {
    purpose,
    goal,
    ...(tools === undefined ? {} : { tools }),
    ...(resources === undefined ? {} : { resources }),
  };
}
