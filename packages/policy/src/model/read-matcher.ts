import { Util } from "casbin";

import { type Node, operandsOf, walk } from "../expression/node.ts";
import { parseExpression, parseMatcher } from "../expression/parse.ts";
import { splitConjuncts } from "../expression/split.ts";
import type { FileFindings } from "../finding/file-findings.ts";
import { type Definition, placeIn } from "./definition.ts";
import type { Conjunct, Matcher } from "./policy-model.ts";

const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gu;

/** Parses a matcher from the text to which casbin turned it; undefined, with a finding, when it is none. */
export function readMatcher(
  definition: Definition,
  escaped: string,
  findings: FileFindings,
): Matcher | undefined {
  const node = parsed(definition, escaped, findings);
  if (node === undefined || !sameLiterals(definition, node, findings)) return undefined;
  return { node, conjuncts: conjunctsOf(definition.value, node) };
}

function parsed(definition: Definition, escaped: string, findings: FileFindings): Node | undefined {
  try {
    return parseMatcher(escaped);
  } catch (error) {
    const { description } = error as { readonly description?: unknown };
    const why = typeof description === "string" ? `: ${description}` : "";
    const message = `the matcher cannot be parsed${why}; casbin would load it and throw for every call`;
    findings.add({ reason: "model_invalid", at: placeIn(definition, ""), text: definition.value, message });
    return undefined;
  }
}

/** Casbin escapes `r.` and `p.` within single quotes too, and `$` patterns expand: a literal must come through unchanged. */
function sameLiterals(definition: Definition, node: Node, findings: FileFindings): boolean {
  const text = changedLiteral(definition.value, node);
  if (text === undefined) return true;
  const message = "casbin would change this text before it compares it: use double quotes and no $";
  findings.add({ reason: "model_invalid", at: placeIn(definition, text), text, message });
  return false;
}

/** The first quoted text that casbin reads as another one; undefined when it reads all as written. */
export function changedLiteral(text: string, node: Node): string | undefined {
  const written = text.match(QUOTED) ?? [];
  const read = [...walk(node)].filter((part) => part.type === "Literal" && typeof part.value === "string");
  const changed = written.findIndex(
    (quoted, index) => literalValue(quoted) !== (read[index] as { value?: unknown })?.value,
  );
  return changed < 0 && written.length === read.length ? undefined : (written[changed] ?? "");
}

function literalValue(text: string): unknown {
  const node = parseExpression(text);
  return node.type === "Literal" ? node.value : undefined;
}

/** The conjuncts with their texts, when the texts cut up as the tree does; else the whole as one. */
function conjunctsOf(text: string, node: Node): readonly Conjunct[] {
  const nodes = operandsOf(node, "&&");
  const texts = splitConjuncts(text);
  if (texts.length !== nodes.length) return [{ text, node }];
  const parts = texts.map((part) => parseMatcher(Util.escapeAssertion(part)));
  const same = parts.every((part, index) => JSON.stringify(part) === JSON.stringify(nodes[index]));
  return same ? texts.map((part, index) => ({ text: part, node: nodes[index] as Node })) : [{ text, node }];
}
