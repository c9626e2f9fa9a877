import type {
  CarryRequest,
  OpenRequest,
  PolicyAnswer,
  PolicyPort,
  PolicyRequest,
  Principal,
  ResourceClass,
  RuleRef,
} from "@ambit/core";

import { asksFacts } from "../condition/call.ts";
import { readYaml } from "../source/read-yaml.ts";
import { carry, type Carrying } from "../decision/carry.ts";
import { decide, type Deciding } from "../decision/decider.ts";
import { refuse } from "../decision/denial.ts";
import { mayReach, mayUse, open } from "../decision/open.ts";
import { RequestValues } from "../decision/request-values.ts";
import { engineOf } from "../decision/engine.ts";
import { type AskedClauses, Explainer } from "../explain/explainer.ts";
import type { Explanation, ExplainOptions } from "../explain/explanation.ts";
import type { Finding } from "../finding/finding.ts";
import type { DefinitionSet } from "../model/policy-model.ts";
import type { Rule } from "../rule/rule.ts";
import { TaskRules } from "../task/task-rules.ts";
import { checkArguments } from "./check-arguments.ts";
import type { PolicyOptions } from "./policy-options.ts";
import type { PolicyParts } from "./policy-parts.ts";
import { Purposes } from "./purposes.ts";
import { type Shared, toScope, toShared } from "./scope.ts";

/** A policy, linted and compiled; immutable. Decisions are synchronous. */
export interface PolicySnapshot extends PolicyPort {
  /** Findings that are not fatal. */
  readonly warnings: readonly Finding[];
  purposesOf(principal: Principal, tool: string): readonly string[];
  open(request: OpenRequest): PolicyAnswer;
  decide(request: PolicyRequest): PolicyAnswer;
  readonly carry: ((request: CarryRequest) => PolicyAnswer) | undefined;
  holdsForTask(request: PolicyRequest, classes: readonly ResourceClass[]): boolean;
  readonly asksProvenance: boolean;
  /** The rules for calls, in order of evaluation. */
  readonly rules: readonly RuleRef[];
  /** Clause by clause with values: whether the rule at a place of `rules` matches, per principal and resource. */
  clausesOf(place: number, request: PolicyRequest): readonly AskedClauses[];
  /** Why a request is answered as it is, and what would change the answer. For developers: slower than a decision. */
  explain(request: PolicyRequest, options?: ExplainOptions): Explanation;
}

/** Makes the snapshot of a linted policy. */
export function toSnapshot(parts: PolicyParts): PolicySnapshot {
  const { model, rules, tools, version } = parts;
  const { calls } = model;
  const purposes = new Purposes(calls, rules);
  const { options } = parts;
  const shared = toShared(model, rules, options.functions);
  const scope = toScope(calls, rules.rules, shared);
  const asks = asksProvenance(calls, rules.rules);
  const deciding: Deciding = {
    evaluator: engineOf(calls, rules.rules, { model, links: rules.links, scope, options }),
    values: new RequestValues(calls.requestTokens, asks),
    version,
  };
  const carrying = toCarrying(parts, shared);
  // made at the first explanation: a decision needs none of it
  let explainer: Explainer | undefined;
  let taskRules: TaskRules | undefined;
  const lasting = (): TaskRules =>
    (taskRules ??= new TaskRules(calls, rules.rules, { scope, values: deciding.values }));
  const explaining = (): Explainer => (explainer ??= new Explainer({ ...parts, scope, deciding }));
  return Object.freeze({
    version,
    tools: Object.freeze([...tools.keys()]),
    files: Object.freeze([...parts.files]),
    warnings: Object.freeze([...parts.warnings]),
    manifest: (tool: string) => tools.get(tool),
    hasPurpose: (purpose: string) => purposes.has(purpose),
    mayReach: (principal: Principal, tool: string) => tools.has(tool) && mayReach(principal, tool, deciding),
    purposesOf: (principal: Principal, tool: string) => {
      const entry = tools.get(tool);
      if (entry === undefined) return [];
      return purposes.all.filter((purpose) => mayUse(principal, { entry, purpose }, deciding));
    },
    open: (request: OpenRequest) => open(request, { ...deciding, carrying }),
    carry:
      carrying === undefined
        ? undefined
        : (request: CarryRequest) => toldOf(carry(request, carrying), options.onDifference),
    checkArguments: (schemas: ReadonlyMap<string, unknown>) => checkArguments(parts, schemas),
    decide: (request: PolicyRequest) =>
      tools.has(request.tool)
        ? toldOf(decide(request, deciding), options.onDifference)
        : refuse({ reason: "tool_unknown" }, version),
    holdsForTask: (request: PolicyRequest, classes: readonly ResourceClass[]) =>
      tools.has(request.tool) && lasting().hold(request, classes),
    asksProvenance: asks,
    readYaml,
    rules: Object.freeze(rules.rules.map(({ ref }) => ref)),
    clausesOf: (place: number, request: PolicyRequest) => explaining().clausesOf(place, request),
    explain: (request: PolicyRequest, options: ExplainOptions = {}) => explaining().explain(request, options),
  });
}

/** Tells of a difference between the engines; the answer is closed already, whatever the listener does. */
function toldOf(answer: PolicyAnswer, tell: PolicyOptions["onDifference"]): PolicyAnswer {
  const { difference } = answer;
  if (difference === undefined || tell === undefined) return answer;
  try {
    tell(difference);
  } catch {
    process.emitWarning("onDifference threw", { code: "AMBIT-D307" });
  }
  return answer;
}

function toCarrying({ model, rules, version, options }: PolicyParts, shared: Shared): Carrying | undefined {
  const { edges } = model;
  if (edges === undefined) return undefined;
  const scope = toScope(edges, rules.edges, shared);
  const evaluator = engineOf(edges, rules.edges, { model, links: rules.links, scope, options });
  return { evaluator, tokens: edges.requestTokens, version };
}

/** Whether any text that the policy could hand to `when` asks where values come from. */
function asksProvenance(set: DefinitionSet, rules: readonly Rule[]): boolean {
  if (set.matcher.conjuncts.some(({ text }) => asksFacts(text))) return true;
  const texts = set.patterns
    .filter((pattern) => pattern.function === "when" || pattern.function === "eval")
    .map(({ column }) => set.columns.indexOf(column.slice(set.ptype.length + 1)))
    .flatMap((slot) => rules.map(({ fields }) => fields[slot] ?? ""));
  return [...new Set(texts)].some(asksFacts);
}
