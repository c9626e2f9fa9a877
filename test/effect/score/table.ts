import type { EffectRow } from "./rows.ts";

/** The rows as aligned text: a line per measure, a column per case, and in brackets of how many it is a share. */
export function effectTable(rows: readonly EffectRow[]): string {
  const cases = [...new Set(rows.map((row) => row.case))];
  const metrics = [...new Set(rows.map(({ metric }) => metric))];
  const lines = metrics.map((metric) => [
    `${metric} ${rows.find((row) => row.metric === metric)?.unit === "%" ? "%" : ""}`.trim(),
    ...cases.map((name) => cell(rows.find((row) => row.metric === metric && row.case === name))),
  ]);
  return [["", ...cases], ...lines].map(aligned).join("\n");
}

function cell(row: EffectRow | undefined): string {
  return row === undefined ? "–" : `${row.value.toFixed(1)} (${row.n})`;
}

function aligned([head = "", ...cells]: readonly string[]): string {
  return head.padEnd(42) + cells.map((text) => text.padStart(20)).join("");
}
