import { AmbitDeniedError, AmbitError, type CodeName, codeRow } from "@ambit/core";
import type { Denial } from "@ambit/gate";
import { ToolMessage } from "@langchain/core/messages";
import { isGraphBubbleUp } from "@langchain/langgraph";
import type { Seal } from "./guarded.ts";

/** Answers a denied call: an error message for the model that made it, else a throw. */
export function refuse(seal: Seal, denial: Denial, callId: string | undefined): unknown {
  if (SET_UP.includes(denial.reason)) warn(seal.tool, denial.reason);
  if (callId === undefined) throw new AmbitDeniedError(denial.reason, seal.tool, denial.decision);
  return errorMessage(seal, callId, denial.modelText);
}

/**
 * What the seal does with an error of the tool's body: throws it on, untouched.
 *
 * Only a denial of a tool or agent inside the body becomes a message: a model waits for this call's answer, and some hosts
 * end the whole run on an error.
 */
export function passOn(seal: Seal, error: unknown, callId: string | undefined): unknown {
  if (callId === undefined || isGraphBubbleUp(error)) throw error;
  const inner = AmbitError.find(error);
  if (inner === undefined || !Object.hasOwn(inner, "decision")) throw error;
  return errorMessage(seal, callId, seal.gate.modelText(inner.reason));
}

function errorMessage(seal: Seal, callId: string, content: string): unknown {
  const message = new ToolMessage({ content, tool_call_id: callId, name: seal.tool, status: "error" });
  return seal.format === "content_and_artifact" ? [message, undefined] : message;
}

/** Faults of the set-up, not of the call: what the ledger of the run at work may know nothing of. */
const SET_UP: readonly CodeName[] = ["no_run", "frame_foreign"];

const warned = new Set<string>();

function warn(tool: string, reason: CodeName): void {
  const what = `${reason} ${tool}`;
  if (warned.has(what)) return;
  warned.add(what);
  const { code, message, hint } = codeRow(reason);
  process.emitWarning(`${message} (tool ${tool}, sealed by @ambit/langchain): ${hint}`, {
    type: "AmbitWarning",
    code,
  });
}
