import type { HostCall } from "@ambit/gate";
import { interruptApproval } from "./approval.ts";
import type { Seal } from "./guarded.ts";
import { callIdOf, modelCallOf, placeOf, type ToolConfig } from "./tool-config.ts";

type Draft = { -readonly [Key in keyof HostCall]: HostCall[Key] };

/** The call as the gate wants it, from what the host hands to a tool. */
export function hostCall(seal: Seal, args: unknown, config: ToolConfig | undefined): HostCall {
  const call: Draft = { tool: seal.tool, args };
  if (config === undefined) return call;
  const { configurable } = config;
  const modelCall = modelCallOf(seal.tool, config);
  if (modelCall !== undefined) addModelCall(call, { seal, modelCall, state: config.state });
  if (configurable !== undefined) {
    call.place = placeOf(configurable);
    const task = configurable["__pregel_task_id"];
    if (typeof task === "string") call.task = task;
    addTask(call, config);
    const approve = interruptApproval(config);
    if (approve !== undefined) call.approve = approve;
  }
  return call;
}

/** How the graph started the task in which the call is made. */
function addTask(call: Draft, { metadata, state }: ToolConfig): void {
  const { langgraph_step: superstep, langgraph_path: path } = metadata ?? {};
  if (typeof superstep === "number") call.superstep = superstep;
  // a tool node hands its state over; what it was started for is told by the turn
  if (state === undefined && Array.isArray(path) && path[0] === "__pregel_push") call.fannedOut = true;
}

interface Made {
  readonly seal: Seal;
  readonly modelCall: NonNullable<ToolConfig["toolCall"]>;
  readonly state: unknown;
}

function addModelCall(call: Draft, { seal, modelCall, state }: Made): void {
  call.fromModel = true;
  const callId = callIdOf(modelCall);
  if (callId !== undefined) call.callId = callId;
  if (seal.parse !== undefined) {
    call.raw = modelCall.args;
    call.parse = seal.parse;
  }
  const siblings = siblingsOf(state);
  if (siblings !== undefined) call.siblings = siblings;
}

/** How many tools the last message of the state calls, where the host hands the state over. */
function siblingsOf(state: unknown): number | undefined {
  const messages = (state as { readonly messages?: unknown } | undefined)?.messages;
  if (!Array.isArray(messages)) return undefined;
  const calls = (messages.at(-1) as { readonly tool_calls?: unknown } | undefined)?.tool_calls;
  return Array.isArray(calls) && calls.length > 0 ? calls.length : undefined;
}
