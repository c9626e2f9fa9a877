import type { PlainRule, Range } from "./plain-rule.ts";
import type { Links } from "./world.ts";

/** How a model writes its columns. */
export interface Writing {
  /** The columns of the model, in its order. */
  readonly columns: readonly Column[];
  /** How a folder is written, so that it covers what lies in it. */
  readonly covers: (folder: string) => string;
  /** What the names of the call are called in a condition. */
  readonly prefix: string;
}

export type Column =
  | "id"
  | "sub"
  | "tool"
  | "act"
  | "res"
  | "sens"
  | "intent"
  | "depth"
  | "when"
  | "cond"
  | "eft"
  | "obl";

/** The rows of a rules file. */
export function rulesText(
  rules: readonly PlainRule[],
  { columns, covers, prefix }: Writing,
  links: Readonly<Record<string, Links>>,
): string {
  const rows = rules.map((rule, at) => {
    const cells: Readonly<Record<Column, string>> = {
      id: rule.id,
      sub: rule.subject,
      tool: rule.tool ?? "*",
      act: rule.action ?? "*",
      res: rule.folder === undefined ? covers("") : covers(rule.folder),
      sens: spanText(rule.sensitivity),
      intent: rule.purpose ?? "*",
      depth: spanText(rule.depth),
      when: conditionText(rule, prefix),
      cond: conditionText(rule, prefix),
      eft: rule.effect,
      obl: at % 5 === 0 ? "log:full" : "none",
    };
    return ["p", ...columns.map((column) => cells[column])].join(", ");
  });
  const linkRows = Object.entries(links).flatMap(([ptype, each]) =>
    [...each].flatMap(([name, above]) => above.map((to) => `${ptype}, ${name}, ${to}`)),
  );
  return [...rows, ...linkRows].join("\n");
}

/** A condition as Ambit and casbin read it. */
export function conditionText({ when }: PlainRule, prefix: string): string {
  if (when === undefined) return "true";
  return `${prefix}${when.of === "attempt" ? "env.attempt" : "args.amount"} <= ${when.most}`;
}

function spanText(range: Range | undefined): string {
  return range === undefined ? "*" : `${range.from}..${range.to}`;
}
