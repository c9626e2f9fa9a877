import { canonicalJson, equalJson, type JsonValue } from "@ambit/core";

import { readExpectation } from "./read-expectation.ts";
import { readFacts } from "./read-facts.ts";
import type { Reading } from "./reading.ts";
import type { Case } from "./suite.ts";
import type { Axis, WrittenCall, WrittenMatrix, WrittenRow } from "./written-suite.ts";
import type { Path } from "./yaml-file.ts";

/** More cells than this say nothing that fewer would not. */
const MOST = 10_000;

type Cell = Readonly<Partial<Record<Axis, JsonValue>>>;

/** The cases of a matrix: each combination with the one row that selects it. */
export function readMatrix(
  { matrix, rows }: { readonly matrix: WrittenMatrix; readonly rows: readonly WrittenRow[] },
  path: Path,
  reading: Reading,
): readonly Case[] {
  const axes = Object.entries(matrix) as unknown as readonly (readonly [Axis, readonly JsonValue[]])[];
  const size = axes.reduce((cells, [, values]) => cells * values.length, 1);
  if (size > MOST) {
    reading.refuse([...path, "matrix"], `${size} combinations are more than ${MOST}`);
    return [];
  }
  const cells = axes.reduce<readonly Cell[]>(
    (found, [axis, values]) => found.flatMap((cell) => values.map((value) => ({ ...cell, [axis]: value }))),
    [{}],
  );
  const known = rows.every((row, index) =>
    selectsValues(row, { matrix, path: [...path, "expect", index] }, reading),
  );
  return known ? assigned({ cells, rows }, path, reading) : [];
}

/** Whether a row names only values that its axes have. */
function selectsValues(
  row: WrittenRow,
  { matrix, path }: { readonly matrix: WrittenMatrix; readonly path: Path },
  reading: Reading,
): boolean {
  return selectorsOf(row).every(([axis, wanted]) => {
    const values = (matrix[axis] ?? []) as readonly JsonValue[];
    const strange = wanted.find((value) => !values.some((known) => equalJson(known, value)));
    if (strange === undefined) return true;
    const text = typeof strange === "string" ? strange : canonicalJson(strange);
    const among = values.map((value) => (typeof value === "string" ? value : canonicalJson(value)));
    reading.refuse([...path, axis], `the matrix has no ${axis} ${text}`, { text, known: among });
    return false;
  });
}

function assigned(
  { cells, rows }: { readonly cells: readonly Cell[]; readonly rows: readonly WrittenRow[] },
  path: Path,
  reading: Reading,
): readonly Case[] {
  const expected = rows.map((row, index) => ({
    row,
    at: reading.yaml.at([...path, "expect", index]),
    expectation: readExpectation(row, [...path, "expect", index], reading),
    used: false,
  }));
  const cases = cells.flatMap((cell) => {
    const [first, second] = expected.filter(({ row }) => selects(row, cell));
    if (first === undefined || second !== undefined) {
      const how =
        first === undefined ? "by no row" : `by lines ${first.at.line} and ${second?.at.line ?? ""}`;
      reading.refuse([...path, "expect"], `${printCell(cell)} is selected ${how}: exactly one must`);
      return [];
    }
    first.used = true;
    const call = readFacts(cell as unknown as WrittenCall);
    return [{ call, expected: first.expectation, at: first.at }];
  });
  for (const [index, { used }] of expected.entries()) {
    if (!used) reading.refuse([...path, "expect", index], "the row selects no combination");
  }
  return cases;
}

function selects(row: WrittenRow, cell: Cell): boolean {
  return selectorsOf(row).every(([axis, wanted]) => {
    const value = cell[axis];
    return value !== undefined && wanted.some((each) => equalJson(each, value));
  });
}

const AXES: readonly Axis[] = [
  "agent",
  "tool",
  "res",
  "purpose",
  "tenant",
  "sensitivity",
  "args",
  "env",
  "provenance",
];

function selectorsOf(row: WrittenRow): readonly (readonly [Axis, readonly JsonValue[]])[] {
  return AXES.flatMap((axis) => {
    const wanted = row[axis];
    if (wanted === undefined) return [];
    return [[axis, Array.isArray(wanted) ? (wanted as readonly JsonValue[]) : [wanted]] as const];
  });
}

function printCell(cell: Cell): string {
  return Object.values(cell)
    .map((value) => (typeof value === "string" ? value : canonicalJson(value as JsonValue)))
    .join(" × ");
}
