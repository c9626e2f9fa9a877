import type { Row } from "./row.ts";

/** The rows as aligned text; a missed target says so. */
export function table(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          NUMERIC.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const HEAD = ["bench", "case", "metric", "value", "unit", "ratio", "to", "target", ""] as const;
const NUMERIC: ReadonlySet<number> = new Set([3, 5, 7]);

function cells(row: Row): readonly string[] {
  return [
    row.bench,
    row.case,
    row.metric,
    figure(row.value),
    row.unit,
    row.ratio === undefined ? "" : figure(row.ratio),
    row.peer ?? "",
    row.target === undefined ? "" : figure(row.target),
    row.missing ?? (row.holds === undefined ? "" : row.holds ? "held" : "MISSED"),
  ];
}

function figure(value: number): string {
  if (Number.isNaN(value)) return "n/a";
  const size = Math.abs(value);
  if (size >= 1000) return Math.round(value).toLocaleString("en-US");
  if (size >= 100) return value.toFixed(0);
  return size >= 0.1 || size === 0 ? value.toFixed(2) : value.toPrecision(2);
}
