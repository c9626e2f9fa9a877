import type { ApprovalAnswer, ApprovalPort, ApprovalQuestion } from "@ambit/core";
import { currentFrame } from "@ambit/gate";
import { interrupt } from "@langchain/langgraph";
import type { ToolConfig } from "./tool-config.ts";

/**
 * Asks through a LangGraph interrupt, in the shape of LangChain's human-in-the-loop middleware; undefined without a
 * checkpointer, which alone can bring the graph back, and without a thread that is held: there one answer could come often.
 *
 * The resume value must repeat call id and digest: a graph hands resume values out by order, so that an answer can reach
 * another call than the one that was shown.
 */
export function interruptApproval(config: ToolConfig): ApprovalPort | undefined {
  const isResumable = config.configurable?.["__pregel_checkpointer"] !== undefined;
  if (!isResumable || currentFrame()?.thread === undefined) return undefined;
  // never `config.interrupt`: whoever invokes the graph can put a function of their own there
  // async: the host's suspension becomes a rejection, which the gate passes through untouched
  return async (question) => readAnswer(interrupt(requestOf(question)));
}

function requestOf(question: ApprovalQuestion): unknown {
  const { tool, args, role, callId, digest, decision } = question;
  return {
    actionRequests: [{ name: tool, args, description: `${role} must approve ${tool}` }],
    reviewConfigs: [{ actionName: tool, allowedDecisions: ["approve", "reject"] }],
    ambit: callId === undefined ? { digest, decision } : { callId, digest, decision },
  };
}

/** Whatever is not exactly an approval is none; a missing digest matches no question. */
function readAnswer(resumed: unknown): ApprovalAnswer {
  const { decisions, callId, digest, by } = (resumed ?? {}) as Readonly<Record<string, unknown>>;
  const only: unknown = Array.isArray(decisions) && decisions.length === 1 ? decisions[0] : undefined;
  const approved = (only as { readonly type?: unknown } | undefined)?.type === "approve";
  return {
    approved,
    digest: typeof digest === "string" ? digest : "",
    ...(typeof callId === "string" ? { callId } : {}),
    ...(typeof by === "string" ? { by } : {}),
  };
}
