export type { Finding } from "./finding/finding.ts";
export { PolicyError } from "./finding/policy-error.ts";
export { defaultModel } from "./model/default-model.ts";
export type { PolicyFunction } from "./function/policy-function.ts";
export { lintPolicy, loadPolicy } from "./snapshot/load-policy.ts";
export type { PolicyOptions } from "./snapshot/policy-options.ts";
export type { PolicySnapshot } from "./snapshot/policy-snapshot.ts";
export type { PolicySource } from "./source/policy-source.ts";
