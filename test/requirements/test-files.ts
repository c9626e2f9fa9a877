import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** The root of the workspace. */
export const ROOT: string = join(import.meta.dirname, "../..");

/** A test file: its path from the root, its text. */
export type TestFile = { readonly path: string; readonly text: string };

const TEST_FILE = /^(packages\/[^/]+\/test|test|examples\/[^/]+\/test)\/.*\.test\.ts$/;
/** The gates themselves prove nothing about the product. */
const GATES = /^test\/(architecture|requirements)\//;

/** Every test file of the product. */
export function testFiles(): readonly TestFile[] {
  const below = ["packages", "test", "examples"].flatMap((folder) => list(folder));
  return below
    .filter((path) => TEST_FILE.test(path) && !GATES.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
}

function list(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return ["node_modules", "dist"].includes(entry.name) ? [] : list(path);
  });
}

/** `it` of `it(…)`, `it.each(…)(…)`, `it.prop(…)(…)`, a tagged template, and the like. */
function rootName(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return rootName(node.expression);
  return ts.isTaggedTemplateExpression(node) ? rootName(node.tag) : undefined;
}

/** Titles of the tests and suites in a file; comments and other strings do not count. */
export function titlesOf({ path, text }: TestFile): readonly string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ["it", "test", "describe"].includes(rootName(node.expression) ?? "")) {
      const title = node.arguments[0];
      if (title !== undefined && ts.isStringLiteralLike(title)) titles.push(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true));
  return titles;
}

/** Ids of the laws that a file's titles cite. */
export function lawsCited(file: TestFile): readonly string[] {
  if (!/\bL\d/.test(file.text)) return [];
  return titlesOf(file).flatMap((title) => title.match(/\bL\d+\b/g) ?? []);
}
