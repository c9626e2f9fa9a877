import { relative } from "node:path/posix";

/** A test that shows a cell: which, where, and what it says of it. */
interface Shown {
  readonly cell: string;
  readonly path: string;
  readonly says: string;
}

/** A file with tests and the titles in it. */
export interface TitledFile {
  readonly path: string;
  readonly titles: readonly string[];
}

type Routes = Readonly<Record<string, readonly string[]>>;

const FOLDER = "test/scenarios";

const HEAD = `# Scenarios

Every edge by every route on which LangChain and LangGraph can produce it, and the tests that show it on the real libraries.
This page is generated from the titles of the tests by \`pnpm docs:routes\`; \`routes.ts\` lists the cells and says how a
title names one.

| edge | route | what the tests say |
|---|---|---|
`;

const TITLE = /^(?:L\d+(?:, L\d+)*: )?(?<edge>[a-z]+) × (?<route>.+?): (?<says>.+)$/u;

/** The tests that show a cell, in the order of their files. */
function shownIn(files: readonly TitledFile[]): readonly Shown[] {
  return files.flatMap(({ path, titles }) =>
    titles.flatMap((title) => {
      const { edge, route, says } = TITLE.exec(title)?.groups ?? {};
      return says === undefined ? [] : [{ cell: `${edge} × ${route}`, path, says }];
    }),
  );
}

const cellsOf = (routes: Routes): readonly string[] =>
  Object.entries(routes).flatMap(([edge, names]) => names.map((route) => `${edge} × ${route}`));

/** Cells that no test shows. */
export function emptyCells(routes: Routes, files: readonly TitledFile[]): readonly string[] {
  const shown = new Set(shownIn(files).map(({ cell }) => cell));
  return cellsOf(routes).filter((cell) => !shown.has(cell));
}

/** Cells that titles name and that are none. */
export function unknownCells(routes: Routes, files: readonly TitledFile[]): readonly string[] {
  const known = new Set(cellsOf(routes));
  return shownIn(files)
    .map(({ cell, path }) => (known.has(cell) ? "" : `${cell} in ${path}`))
    .filter((found) => found !== "");
}

/** The whole text of `test/scenarios/README.md`. */
export function routesPage(routes: Routes, files: readonly TitledFile[]): string {
  const shown = shownIn(files);
  const line = (cell: string): string => {
    const [edge, route] = cell.split(" × ");
    const says = shown.filter((one) => one.cell === cell).map(entry);
    return `| ${edge} | ${route} | ${says.length === 0 ? "(none)" : says.join("<br>")} |\n`;
  };
  return HEAD + cellsOf(routes).map(line).join("");
}

function entry({ path, says }: Shown): string {
  const place = relative(FOLDER, path);
  return `${says.replaceAll("|", "\\|")} ([${place}](${place.startsWith(".") ? place : `./${place}`}))`;
}
