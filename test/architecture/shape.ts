import ts from "typescript";
import { nameOf, walk } from "./source-file.ts";
import type { Source } from "./source-file.ts";

const FORBIDDEN_NAMES = ["util", "utils", "helper", "helpers", "common", "shared", "misc", "lib"];
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/;

/** Lines of a file, a last line break not counted. */
export const linesOf = (source: Source): number => source.text.replace(/\n$/, "").split("\n").length;

/** A rule about one file; returns what breaks it. */
export type Rule = (source: Source) => readonly string[];

const at = (source: Source, node: ts.Node, what: string): string => {
  const { line } = source.tree.getLineAndCharacterOfPosition(node.getStart());
  return `${nameOf(source)}:${line + 1} ${what}`;
};

/** A rule that looks at each node and says what is wrong with it. */
const nodeRule =
  (judge: (node: ts.Node) => string | undefined): Rule =>
  (source) => {
    const found: string[] = [];
    walk(source.tree, (node) => {
      const what = judge(node);
      if (what !== undefined) found.push(at(source, node, what));
    });
    return found;
  };

const size: Rule = (source) =>
  linesOf(source) > 300 ? [`${nameOf(source)} has ${linesOf(source)} lines`] : [];

const fileName: Rule = (source) => {
  const parts = source.path.split("/");
  const file = parts.at(-1) ?? "";
  const words = [...parts.slice(0, -1), file.replace(/\.ts$/, "")];
  const forbidden = words.filter((word) => FORBIDDEN_NAMES.includes(word));
  const barrel = file === "index.ts" && parts.length > 1;
  return [
    ...forbidden.map((word) => `${nameOf(source)} is named ${word}`),
    ...(KEBAB.test(file) ? [] : [`${nameOf(source)} is not kebab-case`]),
    ...(barrel ? [`${nameOf(source)} is a barrel below the package's entry`] : []),
  ];
};

const isDefault = (node: ts.Node): boolean =>
  ts.isExportAssignment(node) ||
  (ts.isExportSpecifier(node) && node.name.text === "default") ||
  (ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword));

const noDefaultExport = nodeRule((node) => (isDefault(node) ? "exports a default" : undefined));

const noAny = nodeRule((node) => (node.kind === ts.SyntaxKind.AnyKeyword ? "says any" : undefined));

const isAwait = (node: ts.Node): boolean =>
  ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);

const insideFunction = (node: ts.Node): boolean =>
  ts.findAncestor(
    node.parent,
    (parent) => ts.isFunctionLike(parent) || ts.isClassStaticBlockDeclaration(parent),
  ) !== undefined;

const noTopLevelAwait = nodeRule((node) =>
  isAwait(node) && !insideFunction(node) ? "awaits at the top level" : undefined,
);

const noCompilerOff: Rule = (source) =>
  /@ts-(ignore|nocheck)/.test(source.text) ? [`${nameOf(source)} switches the compiler off`] : [];

/** The rules for every source file. */
export const SHAPE: Readonly<Record<string, Rule>> = {
  size,
  fileName,
  noDefaultExport,
  noAny,
  noTopLevelAwait,
  noCompilerOff,
};

const IMPURE = ["Intl", "globalThis", "performance", "crypto", "process", "eval", "Function", "WeakRef"];

const isName = (node: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
  ts.isPropertyAssignment(node.parent) ||
  ts.isPropertySignature(node.parent) ||
  ts.isTypeReferenceNode(node.parent);

const isInstanceTest = (node: ts.Node): boolean =>
  ts.isBinaryExpression(node.parent) && node.parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;

/** `core` is pure: no clock, randomness, locale or way to a global; `instanceof Date` reads no clock. */
export const PURE: Rule = nodeRule((node) => {
  if (ts.isPropertyAccessExpression(node) && node.getText() === "Math.random") return "uses Math.random";
  if (ts.isElementAccessExpression(node) && node.expression.getText() === "Math") return "reaches into Math";
  if (!ts.isIdentifier(node) || isName(node)) return undefined;
  if (node.text === "Date" && !isInstanceTest(node)) return "uses Date";
  return IMPURE.includes(node.text) ? `uses ${node.text}` : undefined;
});
