import { type StructuredToolInterface, tool } from "@langchain/core/tools";
import { z } from "zod";

const TEXT =
  "The customer called twice about the order that arrived broken. She wants the replacement sent to her office, " +
  "not to her flat, and asks us to call before the parcel leaves the house. We agreed on Thursday afternoon. ";

/** Arguments of about 1 KB, as a model would write them. */
export const NOTE: { readonly id: string; readonly text: string } = {
  id: "n-1042",
  text: TEXT.repeat(5).slice(0, 980),
};

/** The same with a path-like word in the prose. */
export const NOTE_WITH_SLASH: typeof NOTE = { ...NOTE, text: `${NOTE.text.slice(0, 970)} and/or` };

/** A tool that does next to nothing: what is left is what it costs to call it. */
export function noteTool(): StructuredToolInterface {
  return tool(({ id }: { readonly id: string }) => `{"id":"${id}"}`, {
    name: "note",
    description: "Writes a note.",
    schema: z.object({ id: z.string(), text: z.string() }),
  });
}

/** A tool call as a model makes it. */
export function noteCall(args: typeof NOTE = NOTE): {
  readonly type: "tool_call";
  readonly id: string;
  readonly name: string;
  readonly args: Record<string, unknown>;
} {
  return { type: "tool_call", id: "call-1", name: "note", args };
}
