import type { ToolEntry } from "@ambit/core";

import { parseSpan } from "../function/span.ts";
import { placeInField } from "../rule/row.ts";
import type { ColumnTest } from "./column-test.ts";
import { denies, type LintedPolicy, type LintedRule, type LintedSet } from "./linted-policy.ts";
import { ToolsByName } from "./tools-by-name.ts";
import { resourceFault, schemesOf } from "./resource-fault.ts";

/** `restricted`. */
const HIGHEST = 3;

/** Reports rules that no call can meet, though each of their names is known: warnings, as a manifest may be a part of another. */
export function lintReach(set: LintedSet, policy: LintedPolicy): void {
  if (policy.tools.size === 0) return; // without any tool no call is allowed, whatever the rules say
  const reach = new Reach(set, policy);
  for (const rule of set.rules) {
    const fault = reach.faultOf(rule);
    if (fault === undefined) continue;
    const { test, message } = fault;
    const field = rule.fields[test.slot] ?? "";
    const end = denies(rule) ? "the deny denies NOTHING" : "the rule allows nothing";
    policy.findings.add({
      reason: "rule_unreachable",
      severity: "warning",
      at: placeInField(rule.row, test.slot + 1, field),
      text: field,
      message: `${message}: ${end}`,
    });
  }
}

interface Fault {
  readonly test: ColumnTest;
  readonly message: string;
}

class Reach {
  readonly #tests: ReadonlyMap<string, ColumnTest>;
  readonly #tools: ToolsByName;
  readonly #actions = new Map<readonly ToolEntry[], ReadonlySet<string>>();
  readonly #schemes = new Map<readonly ToolEntry[], ReadonlySet<string> | undefined>();
  readonly #linked: (role: string) => ReadonlySet<string>;

  constructor({ tests }: LintedSet, { tools, roles, links }: LintedPolicy) {
    this.#linked = (role) => new Set(links.get(role)?.all);
    this.#tests = new Map(tests.flatMap((test) => (test.token === undefined ? [] : [[test.token, test]])));
    this.#tools = new ToolsByName([...tools.values()], roles);
  }

  faultOf(rule: LintedRule): Fault | undefined {
    const tools = this.#toolsOf(rule);
    if (tools === undefined) return this.#noTool(rule);
    return this.#sensitivity(rule) ?? this.#action(rule, tools) ?? this.#resource(rule, tools);
  }

  /** The tools that a rule is about; undefined when there are none. */
  #toolsOf(rule: LintedRule): readonly ToolEntry[] | undefined {
    const test = this.#tests.get("tool");
    const name = test === undefined ? undefined : rule.fields[test.slot];
    if (test === undefined || name === undefined || test.open.includes(name)) return this.#tools.all;
    if (test.kind.type === "role" && !test.kind.domains) return this.#tools.within(name, test.kind.role);
    return test.kind.type === "equal" ? this.#tools.named(name) : this.#tools.all;
  }

  #noTool(rule: LintedRule): Fault | undefined {
    const test = this.#tests.get("tool");
    const linked =
      test?.kind.type === "role" && this.#linked(test.kind.role).has(rule.fields[test.slot] ?? "");
    if (test === undefined || !linked) return undefined; // an unknown name, which is a finding of its own
    return { test, message: "the toolset has no tool of the manifest" };
  }

  #sensitivity({ fields }: LintedRule): Fault | undefined {
    const test = this.#tests.get("sens");
    if (test?.kind.type !== "pattern" || test.kind.function !== "span") return undefined;
    const span = parseSpan(fields[test.slot] ?? "");
    if (span === undefined || span.from <= HIGHEST) return undefined;
    return { test, message: `no call is more sensitive than ${HIGHEST}, restricted` };
  }

  #action({ fields }: LintedRule, tools: readonly ToolEntry[]): Fault | undefined {
    const test = this.#tests.get("act");
    const action = test === undefined ? undefined : fields[test.slot];
    if (test?.kind.type !== "equal" || action === undefined || test.open.includes(action)) return undefined;
    const actions = this.#actions.get(tools) ?? new Set(tools.map((tool) => tool.action));
    this.#actions.set(tools, actions);
    // an action of no tool at all is an unknown name, which is a finding of its own
    if (actions.has(action) || !this.#tools.all.some((tool) => tool.action === action)) return undefined;
    const some = [...actions].slice(0, 3).join(", ");
    return { test, message: `no tool that the rule names does this; they do ${some}` };
  }

  #resource({ fields }: LintedRule, tools: readonly ToolEntry[]): Fault | undefined {
    const test = this.#tests.get("res") ?? this.#tests.get("obj");
    const pattern = test === undefined ? undefined : fields[test.slot];
    if (test === undefined || pattern === undefined || test.open.includes(pattern)) return undefined;
    if (!this.#schemes.has(tools)) this.#schemes.set(tools, schemesOf(tools));
    const message = resourceFault(pattern, test.kind, this.#schemes.get(tools));
    return message === undefined ? undefined : { test, message };
  }
}
