import type { ToolEntry } from "@ambit/core";
import type { Finding } from "../finding/finding.ts";
import type { PolicyModel } from "../model/policy-model.ts";
import type { RuleSet } from "../rule/rule.ts";
import type { PolicyText } from "../source/policy-source.ts";
import type { PolicyOptions } from "./policy-options.ts";

/** What a snapshot is made of. */
export interface PolicyParts {
  readonly model: PolicyModel;
  readonly rules: RuleSet;
  readonly tools: ReadonlyMap<string, ToolEntry>;
  readonly version: string;
  readonly files: readonly string[];
  readonly warnings: readonly Finding[];
  readonly options: PolicyOptions;
  /** The text of the rules, for places. */
  readonly text: PolicyText;
}
