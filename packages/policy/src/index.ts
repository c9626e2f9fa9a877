export { CallError, type CallIssue } from "./call/call-error.ts";
export type { CallSpec, WrittenLink } from "./call/call-schema.ts";
export { describeCall, type DescribedCall } from "./call/describe-call.ts";
export type { Clause, ClausePart, ClauseValue, HeldRoles } from "./explain/clause.ts";
export type { Change, ChangeEdit } from "./explain/change/change.ts";
export type { ExplainedQuestion, ExplainedRule, Explanation, ExplainOptions } from "./explain/explanation.ts";
export {
  type CallExplanation,
  explainCall,
  type ExplainedCall,
  type ExplainedLink,
} from "./explain/explain-call.ts";
export type { AskedClauses } from "./explain/explainer.ts";
export type { Finding, Fix } from "./finding/finding.ts";
export { PolicyError } from "./finding/policy-error.ts";
export { defaultModel } from "./model/default-model.ts";
export { edgeModel } from "./model/edge-model.ts";
export type { PolicyFunction } from "./function/policy-function.ts";
export { lintPolicy, loadPolicy } from "./snapshot/load-policy.ts";
export { type HandleOptions, openPolicy, type PolicyHandle } from "./snapshot/policy-handle.ts";
export type { PolicyOptions } from "./snapshot/policy-options.ts";
export type { PolicySnapshot } from "./snapshot/policy-snapshot.ts";
export type { PolicySource } from "./source/policy-source.ts";
export type { Coverage } from "./suite/coverage.ts";
export type { PolicyTestReport } from "./suite/report.ts";
export { SuiteError } from "./suite/suite-error.ts";
export { testPolicy, type TestOptions } from "./suite/test-policy.ts";
