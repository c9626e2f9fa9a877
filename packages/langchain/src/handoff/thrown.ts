import { isGraphBubbleUp } from "@langchain/langgraph";
import { isParentCommand } from "./targets.ts";

/** A command to the parent graph that the body of a tool has thrown: its result, by another way. */
class ThrownCommand {
  readonly error: Error;

  constructor(error: Error) {
    this.error = error;
  }
}

/** Whether an error is the host's way to suspend a call, which comes back; a thrown command ends it. */
export function isSuspension(error: unknown): boolean {
  return isGraphBubbleUp(error) && !isParentCommand(error);
}

/** Runs the body of a tool; a command that it throws counts as what it gave. */
export function keepingCommands(body: () => unknown): unknown {
  try {
    const result = body();
    return result instanceof Promise ? result.then(undefined, keep) : result;
  } catch (error) {
    return keep(error);
  }
}

/** What the tool gave, given or thrown as it did. */
export function asGiven(value: unknown): unknown {
  if (value instanceof ThrownCommand) throw value.error;
  return value;
}

function keep(error: unknown): ThrownCommand {
  if (isParentCommand(error)) return new ThrownCommand(error);
  throw error;
}
