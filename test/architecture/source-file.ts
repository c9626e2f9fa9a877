import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** One source file of a package: where it lies, its text and its syntax tree. */
export type Source = {
  readonly pkg: string;
  /** Path below the package's `src`. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
};

/** A source from its text; the tree is what makes comments and strings harmless. */
export function sourceOf(pkg: string, path: string, text: string): Source {
  return { pkg, path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true) };
}

/** Every source file below `packages/<pkg>/src`. */
export function sourcesOf(root: string, pkg: string): readonly Source[] {
  const folder = join(root, "packages", pkg, "src");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path))
    .sort()
    .map((path) => sourceOf(pkg, path, readFileSync(join(folder, path), "utf8")));
}

/** How a finding names its file. */
export const nameOf = (source: Source): string => `${source.pkg}/src/${source.path}`;

/** Calls `visit` for each node of a tree, parents first. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
