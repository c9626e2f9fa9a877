export type { CodeName } from "./code/name.ts";
export { type CodeRow, CODES, codeRow } from "./code/table.ts";
export type { ToolCall } from "./call/tool-call.ts";
export { admits, all, any, constraintLeq, constraintMeet, printConstraint } from "./constraint/algebra.ts";
export type { Bound, Constraint, ConstraintKind, Scalar } from "./constraint/constraint.ts";
export { contains } from "./constraint/contains.ts";
export { exact } from "./constraint/exact.ts";
export { maxLen } from "./constraint/max-len.ts";
export { notOneOf } from "./constraint/not-one-of.ts";
export { oneOf } from "./constraint/one-of.ts";
export { optional } from "./constraint/optional.ts";
export { parseConstraint } from "./constraint/parse.ts";
export { pathUnder } from "./constraint/path-under.ts";
export { range } from "./constraint/range.ts";
export { sensMax } from "./constraint/sens-max.ts";
export { subset } from "./constraint/subset.ts";
export { urlPrefix } from "./constraint/url-prefix.ts";
export { wildcard } from "./constraint/wildcard.ts";
export { combineEffects } from "./decision/combine.ts";
export type {
  Effect,
  EngineAnswer,
  EngineDifference,
  NearMiss,
  PolicyAnswer,
  PrincipalAnswer,
  RuleRef,
} from "./decision/decision.ts";
export { type EdgeKind, EDGES } from "./edge/edge.ts";
export { AmbitError, type ErrorFacts } from "./error/ambit-error.ts";
export { AmbitDeniedError } from "./error/denied-error.ts";
export { attenuate, grantBefore, rootGrant } from "./grant/attenuate.ts";
export { type Budget, BUDGET_UNITS, budgetMeet, type BudgetUnit } from "./grant/budget.ts";
export { type CoverRequest, grantCovers, type Refusal } from "./grant/covers.ts";
export type { Clause, Grant, Link, Parties, Scope, ToolScope } from "./grant/grant.ts";
export { parseScope } from "./grant/parse.ts";
export { printScope } from "./grant/print.ts";
export { removedBy } from "./grant/removed-by.ts";
export { clausesOfTool, scopeLeq, scopeMeet } from "./grant/scope.ts";
export type { Intent, IntentSource } from "./intent/intent.ts";
export { isPurpose, purposeWithin } from "./intent/purpose.ts";
export { canonicalJson } from "./json/canonical.ts";
export { equalJson } from "./json/equal.ts";
export type { JsonObject, JsonValue } from "./json/json.ts";
export { leafPaths, pathCovers, replaceAt, replaceEverywhere, valuesAt } from "./json/path.ts";
export {
  type ArgumentRole,
  type FieldClass,
  isIdLike,
  isWrite,
  type Redaction,
  type ResultFormat,
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
export type {
  Awaitable,
  CarryRequest,
  OpenRequest,
  PolicyPort,
  PolicyRequest,
  Principal,
} from "./port/policy-port.ts";
export {
  type ArgumentValue,
  type ProvenancePort,
  VALUE_SOURCES,
  type ValueSource,
} from "./port/provenance-port.ts";
export { CallFacts } from "./provenance/call-facts.ts";
export { canonicalValue, formOf } from "./provenance/form.ts";
export { loosen } from "./provenance/loose.ts";
export { type NamedValues, PlaceFinder } from "./provenance/place.ts";
export { standsIn } from "./provenance/prose.ts";
export { type Reason, reasonsAgainst } from "./provenance/reasons.ts";
export {
  type CallResult,
  type IndexView,
  MAX_INDEXED,
  type Planted,
  type RoleValue,
  ValueIndex,
} from "./provenance/value-index.ts";
export { isPhrase, isTelling, Words } from "./provenance/words.ts";
export type {
  PolicyHealth,
  ReloadablePolicy,
  ReloadFailure,
  ReloadObserver,
  ReloadResult,
} from "./port/reload-port.ts";
export type { Resolved, ResolverPort } from "./port/resolver-port.ts";
export type { StoredThread, ThreadKey, ThreadPort } from "./port/thread-port.ts";
export type { Actor, Subject } from "./principal/principal.ts";
export * from "./record/record.ts";
export { maskText, type RecordedText } from "./record/recorded-text.ts";
export { canonicalResource } from "./resource/canonical.ts";
export { canonicalPattern, patternLeq, resourceMatches } from "./resource/pattern.ts";
export {
  classOf,
  type ClassStart,
  compileClassStart,
  type ResourceClass,
} from "./resource/resource-class.ts";
export { compileTemplate, expandTemplate, type TemplateVars } from "./resource/template.ts";
export {
  parseSensitivity,
  SENSITIVITIES,
  type Sensitivity,
  sensitivityRank,
} from "./sensitivity/sensitivity.ts";
export { joinMarks, type TaintMarks, UNTAINTED } from "./taint/marks.ts";
export type { ThreadQuestion, ThreadState, ThreadStep } from "./thread/thread-state.ts";
export { coversNothing } from "./grant/clause.ts";
