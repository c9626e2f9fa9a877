export type { Bound, RequestSource } from "./bind/bind.ts";
export { type CurrentCall, currentCall } from "./call/current-call.ts";
export type { Delegable, DelegateOptions } from "./delegate/delegate.ts";
export type { AmbitHandler, HandlerOptions } from "./handler/handler.ts";
export type { Ambit } from "./instance/ambit.ts";
export { createAmbit } from "./instance/create-ambit.ts";
export type { AmbitOptions, PolicyTexts } from "./instance/options.ts";
export type { DeclaredIntent } from "./middleware/declare-intent.ts";
export type { Planner, PlannerTurn } from "./middleware/learn.ts";
export type { MiddlewareOptions } from "./middleware/middleware.ts";
export type { OnDenied } from "./middleware/on-denied.ts";
export type { Coverage } from "./protect/coverage.ts";
export type { CoveredTool, Layer } from "./protect/covered-tool.ts";
export type { MiddlewareOrder } from "./protect/middleware-order.ts";
export type { ToolFacts } from "./protect/tool-facts.ts";
export type { ProtectOptions, Protected } from "./protect/protect.ts";
export type { AllowedTool, GoalRequest, Revocation, RunRequest, SubjectRequest } from "@ambit/gate";
export { AmbitDeniedError, AmbitError, type Constraint, type ThreadPort } from "@ambit/core";
export {
  all,
  any,
  contains,
  exact,
  maxLen,
  notOneOf,
  oneOf,
  optional,
  pathUnder,
  range,
  sensMax,
  subset,
  urlPrefix,
  wildcard,
} from "@ambit/core";
