export type { CodeName } from "./code/name.ts";
export { type CodeRow, CODES, codeRow } from "./code/table.ts";
export type { ToolCall } from "./call/tool-call.ts";
export type { Bound, Constraint, ConstraintKind, Scalar } from "./constraint/constraint.ts";
export { combineEffects } from "./decision/combine.ts";
export type { Effect, NearMiss, PolicyAnswer, PrincipalAnswer, RuleRef } from "./decision/decision.ts";
export { type EdgeKind, EDGES } from "./edge/edge.ts";
export { AmbitError, type ErrorFacts } from "./error/ambit-error.ts";
export { AmbitDeniedError } from "./error/denied-error.ts";
export { type Budget, BUDGET_UNITS, type BudgetUnit } from "./grant/budget.ts";
export type { Clause, Grant, Link, Scope, ToolScope } from "./grant/grant.ts";
export type { Intent, IntentSource } from "./intent/intent.ts";
export { isPurpose, purposeWithin } from "./intent/purpose.ts";
export { canonicalJson } from "./json/canonical.ts";
export type { JsonObject, JsonValue } from "./json/json.ts";
export {
  type ArgumentRole,
  type FieldClass,
  isIdLike,
  isWrite,
  type Redaction,
  type ReturnsEntry,
  type ToolEffect,
  type ToolEntry,
  type ToolRisk,
} from "./manifest/tool-entry.ts";
export type { Obligation, ObligationKind } from "./obligation/obligation.ts";
export { parseObligations } from "./obligation/parse.ts";
export { printObligation, uniteObligations } from "./obligation/print.ts";
export type { ApprovalAnswer, ApprovalPort, ApprovalQuestion } from "./port/approval-port.ts";
export type { Clock } from "./port/clock.ts";
export type { AlertPort, CallEvent, ReviewPort } from "./port/event-port.ts";
export type { LedgerPort } from "./port/ledger-port.ts";
export type { Awaitable, OpenRequest, PolicyPort, PolicyRequest, Principal } from "./port/policy-port.ts";
export type { Resolved, ResolverPort } from "./port/resolver-port.ts";
export type { Actor, Subject } from "./principal/principal.ts";
export * from "./record/record.ts";
export { maskText, type RecordedText } from "./record/recorded-text.ts";
export { parseSensitivity, SENSITIVITIES, type Sensitivity, sensitivityRank } from "./sensitivity/sensitivity.ts";
export { joinMarks, type TaintMarks, UNTAINTED } from "./taint/marks.ts";
