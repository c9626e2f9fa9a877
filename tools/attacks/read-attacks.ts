import { basename } from "node:path/posix";
import ts from "typescript";
import type { TestFile } from "../../test/requirements/test-files.ts";

/** An attack as its file states it; `hostile` are those that succeed, by code in the same process. */
export interface StatedAttack {
  readonly kind: "attack" | "hostile";
  readonly path: string;
  /** The file's name without its ending. */
  readonly name: string;
  /** What the attacker wants; of `hostile`, what such code does. */
  readonly wants: string;
  readonly expected: readonly string[];
  readonly checklist: readonly number[];
}

/** What happens where nothing is refused by a code. */
export const PHRASES: readonly string[] = ["runs as decided", "is not offered"];

const FOLDER = "test/attacks/";
const KINDS = ["attack", "hostile"] as const;

/** The test files of attacks. */
export const attackFiles = (files: readonly TestFile[]): readonly TestFile[] =>
  files.filter(({ path }) => path.startsWith(FOLDER));

/** The attacks of one file: one, if the file is right. */
export function attacksIn({ path, text }: TestFile): readonly StatedAttack[] {
  const found: StatedAttack[] = [];
  walk(sourceOf(path, text), (node) => {
    const kind = kindOf(node);
    const literal = kind === undefined ? undefined : (node as ts.CallExpression).arguments[0];
    if (kind === undefined || literal === undefined || !ts.isObjectLiteralExpression(literal)) return;
    const { wants = [], does = [], expected = [], checklist = [] } = valuesOf(literal);
    const name = basename(path).replace(/\.test\.ts$/u, "");
    const wanted = String((kind === "attack" ? wants : does)[0] ?? "");
    found.push({
      kind,
      path,
      name,
      wants: wanted,
      expected: expected.map(String),
      checklist: checklist.map(Number),
    });
  });
  return found;
}

/** The words in the strings of a file's tests, that is outside of what it states of its attack. */
export function wordsIn({ path, text }: TestFile): ReadonlySet<string> {
  const words = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node)) {
      for (const word of node.text.match(/\w+/gu) ?? []) words.add(word);
    }
    const stated = kindOf(node) === undefined ? undefined : (node as ts.CallExpression).arguments[0];
    ts.forEachChild(node, (child) => (child === stated ? undefined : visit(child)));
  };
  visit(sourceOf(path, text));
  return words;
}

const sourceOf = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);

function walk(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => walk(child, look));
}

function kindOf(node: ts.Node): StatedAttack["kind"] | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const { text } = node.expression;
  return KINDS.find((kind) => kind === text);
}

/** Literal properties by name; a list and a single value are read alike. */
function valuesOf(literal: ts.ObjectLiteralExpression): Readonly<Record<string, (string | number)[]>> {
  const properties = literal.properties.filter(ts.isPropertyAssignment);
  return Object.fromEntries(
    properties.map(({ name, initializer }) => [name.getText(), elementsOf(initializer).flatMap(valueOf)]),
  );
}

const elementsOf = (node: ts.Expression): readonly ts.Expression[] =>
  ts.isArrayLiteralExpression(node) ? node.elements : [node];

function valueOf(node: ts.Expression): (string | number)[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  return ts.isNumericLiteral(node) ? [Number(node.text)] : [];
}
