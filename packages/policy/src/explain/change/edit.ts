import type { JsonValue } from "@ambit/core";

import type { Rule } from "../../rule/rule.ts";

/** One change to a policy or to a call. */
export type Edit = ColumnEdit | RemoveEdit | LinkEdit | CallEdit;

/** Another text in one column of a rule. */
export interface ColumnEdit {
  readonly kind: "column";
  /** As the policy has it, before any edit. */
  readonly rule: Rule;
  readonly column: number;
  readonly to: string;
  /** Whether the rule still matches all that it matched: otherwise the text goes to a copy of the rule. */
  readonly inPlace: boolean;
  readonly weight: number;
}

/** A rule less. */
interface RemoveEdit {
  readonly kind: "remove";
  readonly rule: Rule;
  readonly weight: number;
}

/** One more row of a role definition. */
interface LinkEdit {
  readonly kind: "link";
  readonly definition: string;
  readonly names: readonly string[];
  readonly weight: number;
}

/** Another value in the call: `args.amount`, `env.attempt`, `subject.team`, `purpose`, `depth`; of `from(args.to)` another place. */
export interface CallEdit {
  readonly kind: "call";
  readonly name: string;
  /** Undefined when the call does not have it. */
  readonly from: JsonValue | undefined;
  readonly to: JsonValue;
  readonly weight: number;
}

/** How much a kind of edit lets through beyond the call, roughly: of as many edits the narrowest come first. */
export const WEIGHT = {
  call: 1,
  bound: 2,
  copy: 3,
  pattern: 4,
  link: 5,
  dropped: 6,
  narrowed: 6,
  anything: 7,
  removed: 9,
} as const;

/** Tells edits apart. */
export function editKey(edit: Edit): string {
  switch (edit.kind) {
    case "column":
      return `column ${edit.rule.ref.at ?? edit.rule.ref.id} ${edit.column} ${edit.to}`;
    case "remove":
      return `remove ${edit.rule.ref.at ?? edit.rule.ref.id}`;
    case "link":
      return `link ${edit.definition} ${JSON.stringify(edit.names)}`;
    case "call":
      return `call ${edit.name} ${JSON.stringify(edit.to)}`;
  }
}

/** What an edit changes: no two edits of one change may change the same. */
export function editPlace(edit: Edit): string {
  const { kind } = edit;
  if (kind === "column") return `column ${edit.rule.ref.at ?? edit.rule.ref.id} ${edit.column}`;
  return kind === "call" ? `call ${edit.name}` : editKey(edit);
}
