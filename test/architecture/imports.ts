import { posix } from "node:path";
import ts from "typescript";
import type { Floor } from "./floors.ts";
import { nameOf, walk } from "./source-file.ts";
import type { Source } from "./source-file.ts";

/** A module that a source asks for; `undefined` when the specifier is computed. */
type Wanted = string | undefined;

const literal = (node: ts.Node | undefined): Wanted =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

function specifierOf(node: ts.Node): { readonly wanted: Wanted } | undefined {
  if (ts.isImportDeclaration(node)) return { wanted: literal(node.moduleSpecifier) };
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { wanted: literal(node.moduleSpecifier) };
  }
  if (ts.isExternalModuleReference(node)) return { wanted: literal(node.expression) };
  if (ts.isImportTypeNode(node)) {
    return { wanted: ts.isLiteralTypeNode(node.argument) ? literal(node.argument.literal) : undefined };
  }
  if (ts.isCallExpression(node)) return calledSpecifier(node);
  return undefined;
}

function calledSpecifier(node: ts.CallExpression): { readonly wanted: Wanted } | undefined {
  const { expression } = node;
  const dynamic = expression.kind === ts.SyntaxKind.ImportKeyword;
  const required = ts.isIdentifier(expression) && expression.text === "require";
  const resolved =
    ts.isPropertyAccessExpression(expression) &&
    ["require.resolve", "import.meta.resolve", "process.getBuiltinModule"].includes(expression.getText());
  return dynamic || required || resolved ? { wanted: literal(node.arguments[0]) } : undefined;
}

/** Every module that a source asks for: import, export from, import type, `import()`, `require`, references. */
export function wantedBy(source: Source): readonly Wanted[] {
  const found: Wanted[] = [];
  walk(source.tree, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push(specifier.wanted);
  });
  const { referencedFiles, typeReferenceDirectives, libReferenceDirectives } = source.tree;
  const references = [...referencedFiles, ...typeReferenceDirectives, ...libReferenceDirectives];
  return [...found, ...references.map((reference) => `reference:${reference.fileName}`)];
}

/** The package that a bare specifier names, without the path inside it. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function allowed(source: Source, floor: Floor, wanted: string): boolean {
  if (wanted.startsWith(".")) return !posix.join(posix.dirname(source.path), wanted).startsWith("..");
  if (wanted.startsWith("node:")) return floor.node;
  const name = packageOf(wanted);
  return floor.own.some((pkg) => name === `@ambit/${pkg}`) || floor.foreign.includes(name);
}

/** What a source asks for and its floor does not allow, as `file -> specifier`. */
export function strayImports(source: Source, floor: Floor | undefined): readonly string[] {
  if (floor === undefined) return [`${nameOf(source)}: the package has no floor`];
  return wantedBy(source)
    .filter((wanted) => (wanted === undefined ? floor.computed !== true : !allowed(source, floor, wanted)))
    .map((wanted) => `${nameOf(source)} -> ${wanted ?? "(computed)"}`);
}
