import type { HostCall } from "@ambit/gate";
import { interruptApproval } from "./approval.ts";
import type { Seal } from "./guarded.ts";
import { callIdOf, placeOf, type ToolConfig } from "./tool-config.ts";

type Draft = { -readonly [Key in keyof HostCall]: HostCall[Key] };

/** The call as the gate wants it, from what the host hands to a tool. */
export function hostCall(seal: Seal, args: unknown, config: ToolConfig | undefined): HostCall {
  const call: Draft = { tool: seal.tool, args };
  if (config === undefined) return call;
  const { configurable, toolCall } = config;
  const callId = callIdOf(config);
  if (callId !== undefined) call.callId = callId;
  if (toolCall !== undefined && seal.parse !== undefined) {
    call.raw = toolCall.args;
    call.parse = seal.parse;
  }
  if (configurable !== undefined) {
    call.place = placeOf(configurable);
    const task = configurable["__pregel_task_id"];
    if (typeof task === "string") call.task = task;
    const approve = interruptApproval(config);
    if (approve !== undefined) call.approve = approve;
  }
  const siblings = siblingsOf(config.state);
  if (siblings !== undefined) call.siblings = siblings;
  return call;
}

/** How many tools the last message of the state calls, where the host hands the state over. */
function siblingsOf(state: unknown): number | undefined {
  const messages = (state as { readonly messages?: unknown } | undefined)?.messages;
  if (!Array.isArray(messages)) return undefined;
  const calls = (messages.at(-1) as { readonly tool_calls?: unknown } | undefined)?.tool_calls;
  return Array.isArray(calls) && calls.length > 0 ? calls.length : undefined;
}
