import type { OpenRequest, PolicyAnswer, PolicyPort, PolicyRequest, Principal, ToolEntry } from "@ambit/core";

import { decide, type Deciding } from "../decision/decider.ts";
import { refuse } from "../decision/denial.ts";
import { mayReach, open } from "../decision/open.ts";
import { RequestValues } from "../decision/request-values.ts";
import { toEvaluator } from "../decision/to-evaluator.ts";
import type { Finding } from "../finding/finding.ts";
import type { PolicyModel } from "../model/policy-model.ts";
import type { RuleSet } from "../rule/rule.ts";
import type { PolicyOptions } from "./policy-options.ts";
import { Purposes } from "./purposes.ts";
import { toScope } from "./scope.ts";

/** A policy, linted and compiled; immutable. Decisions are synchronous. */
export interface PolicySnapshot extends PolicyPort {
  /** Findings that are not fatal. */
  readonly warnings: readonly Finding[];
  open(request: OpenRequest): PolicyAnswer;
  decide(request: PolicyRequest): PolicyAnswer;
}

/** What a snapshot is made of. */
export interface PolicyParts {
  readonly model: PolicyModel;
  readonly rules: RuleSet;
  readonly tools: ReadonlyMap<string, ToolEntry>;
  readonly version: string;
  readonly files: readonly string[];
  readonly warnings: readonly Finding[];
  readonly options: PolicyOptions;
}

/** Makes the snapshot of a linted policy. */
export function toSnapshot(parts: PolicyParts): PolicySnapshot {
  const { model, rules, tools, version } = parts;
  const purposes = new Purposes(model, rules);
  const deciding: Deciding = {
    evaluator: toEvaluator(model, rules.rules, toScope(model, rules)),
    values: new RequestValues(model.requestTokens),
    version,
  };
  return Object.freeze({
    version,
    tools: Object.freeze([...tools.keys()]),
    files: Object.freeze([...parts.files]),
    warnings: Object.freeze([...parts.warnings]),
    manifest: (tool: string) => tools.get(tool),
    hasPurpose: (purpose: string) => purposes.has(purpose),
    mayReach: (principal: Principal, tool: string) => tools.has(tool) && mayReach(principal, tool, deciding),
    open: (request: OpenRequest) => open(request, deciding),
    decide: (request: PolicyRequest) =>
      tools.has(request.tool) ? decide(request, deciding) : refuse({ reason: "tool_unknown" }, version),
  });
}
