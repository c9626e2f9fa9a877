import type { ToolEntry } from "@ambit/core";

import type { Deciding } from "../decision/decider.ts";
import type { Scope } from "../expression/compile.ts";
import type { PolicyModel } from "../model/policy-model.ts";
import type { RuleSet } from "../rule/rule.ts";
import type { PolicyOptions } from "../snapshot/policy-options.ts";
import type { ClauseReader } from "./clause-reader.ts";

/** What is explained: the parts of a snapshot. */
export interface Explained {
  readonly model: PolicyModel;
  readonly rules: RuleSet;
  readonly tools: ReadonlyMap<string, ToolEntry>;
  readonly options: PolicyOptions;
  readonly scope: Scope;
  readonly deciding: Deciding;
  readonly reader: ClauseReader;
}
