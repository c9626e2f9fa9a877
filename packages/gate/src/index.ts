export type { HostCall, ToolBody } from "./call/host-call.ts";
export type { Denial, GuardOutcome } from "./call/outcome.ts";
export type { Delegation } from "./edge/enter-agent.ts";
export { currentFrame, inFrame } from "./frame/current.ts";
export type { Frame } from "./frame/frame.ts";
export { createGate, type Gate } from "./gate.ts";
export type { GateOptions } from "./options.ts";
export type { Turn } from "./run/declare-step.ts";
export type { AllowedTool, RunRequest, SubjectRequest } from "./run/request.ts";
