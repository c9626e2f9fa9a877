import { type CallNode, type Node, walk } from "../../expression/node.ts";
import type { CompiledClause } from "../clause-reader.ts";
import { type Edit, WEIGHT } from "./edit.ts";
import { conditionRepairs, testRepairs } from "./repair-condition.ts";
import { nearestIn, widenedSpan } from "./span-text.ts";
import { callEdit, type Target } from "./target.ts";
import { widenedGlob } from "./widened-glob.ts";

/** More combinations than this tell a person nothing. */
const COMBINATIONS = 12;

/**
 * Sets of edits after which an allow rule matches, as far as the rule alone can tell; the narrowest first.
 *
 * `rank` is the rule's place among the nearest: edits of a rule that is farther away weigh more.
 */
export function ruleRepairs(target: Target, rank = 0): readonly (readonly Edit[])[] {
  const failing = target.situation.reader.clauses.filter((clause) => !target.holds(clause));
  let combined: readonly (readonly Edit[])[] = [[]];
  for (const clause of failing) {
    const repairs = clauseRepairs(clause, target);
    combined = combined
      .flatMap((edits) => repairs.map((more) => [...edits, ...more]))
      .toSorted((a, b) => weightOf(a) - weightOf(b))
      .slice(0, COMBINATIONS);
  }
  if (failing.length === 0) return [];
  const farther = (edit: Edit): Edit =>
    edit.kind === "call" ? edit : { ...edit, weight: edit.weight + 2 * rank };
  return combined.map((edits) => edits.map(farther));
}

export function weightOf(edits: readonly Edit[]): number {
  return edits.reduce((sum, { weight }) => sum + weight, 0);
}

/** Sets of edits after which a clause holds. */
function clauseRepairs(clause: CompiledClause, target: Target): readonly (readonly Edit[])[] {
  const conditions = clause.tests === undefined ? [] : conditionRepairs(clause.tests, target);
  const others = [...walk(clause.node)].flatMap((node) => nodeRepairs(node, clause, target));
  return [...conditions, ...others.map((edit) => [edit])].filter(
    (edits) =>
      edits.length > 0 && (edits.some((edit) => isBuilt(edit, clause)) || target.holds(clause, edits)),
  );
}

/** What a link or another evaluated text brings is known only when the policy is built again. */
function isBuilt({ kind }: Edit, { tests }: CompiledClause): boolean {
  return kind === "link" || (kind === "column" && tests?.dialect === "matcher");
}

function nodeRepairs(node: Node, clause: CompiledClause, target: Target): readonly Edit[] {
  if (node.type === "CallExpression") return callRepairs(node, target);
  if (node.type !== "BinaryExpression") return testRepairs(node, clause, target);
  const { left, right, operator } = node;
  if (operator !== "==" && operator !== "===") return testRepairs(node, clause, target);
  const [column, other] = target.columnOf(left) === undefined ? [right, left] : [left, right];
  const slot = target.columnOf(column);
  if (slot === undefined) return testRepairs(node, clause, target);
  const value = target.valueOf(other);
  if (other.type === "Literal") return target.widen(slot, `${value as string}`, WEIGHT.anything);
  return [...target.copy(slot, value), ...intentEdit(other, target.rule.fields[slot], target)];
}

function callRepairs(node: CallNode, target: Target): readonly Edit[] {
  const name = node.callee.type === "Identifier" ? node.callee.name : "";
  const [asked, written, domain] = node.arguments;
  const slot = target.columnOf(written);
  if (slot === undefined) return [];
  const value = target.valueOf(asked);
  const text = target.rule.fields[slot] ?? "";
  const copied = target.copy(slot, value);
  if (name === "span") return spanRepairs({ slot, text, value }, asked, target);
  if (name === "glob") return [...target.widen(slot, widenedGlob(text, value), WEIGHT.pattern), ...copied];
  if (!target.situation.scope.roles.has(name)) return copied;
  const others = [...copied, ...intentEdit(asked, text, target)];
  if (target.situation.originOf(target.rule).fields[slot] !== text) return others;
  const names = [value, text, ...(domain === undefined ? [] : [target.valueOf(domain)])];
  return [...linkEdit(name, names), ...others];
}

function spanRepairs(
  { slot, text, value }: { readonly slot: number; readonly text: string; readonly value: unknown },
  asked: Node | undefined,
  target: Target,
): readonly Edit[] {
  const widened = target.widen(slot, widenedSpan(text, value), WEIGHT.bound);
  return target.tokenOf(asked) === "depth"
    ? [...widened, ...callEdit("depth", value, nearestIn(text, value))]
    : widened;
}

function linkEdit(definition: string, names: readonly unknown[]): readonly Edit[] {
  const isLink = names.every((name) => typeof name === "string" && name !== "" && name !== "*");
  return isLink ? [{ kind: "link", definition, names: names as readonly string[], weight: WEIGHT.link }] : [];
}

/** The purpose of a call is its caller's to choose. */
function intentEdit(asked: Node | undefined, purpose: string | undefined, target: Target): readonly Edit[] {
  return target.tokenOf(asked) === "intent" && purpose !== "*"
    ? callEdit("purpose", target.valueOf(asked), purpose)
    : [];
}
