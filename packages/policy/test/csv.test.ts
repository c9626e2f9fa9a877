import { describe, expect, it } from "vitest";

import { parseCsv, readCsv } from "../src/rule/csv.ts";

const PARTS = [
  "p",
  "a",
  ",",
  ",",
  " ",
  "\t",
  "\n",
  "\n",
  '"',
  '""',
  "#",
  "(",
  "\u00a0",
  "\r\n",
  "é",
  "\ufeff",
  "\f",
];

function outcome(read: () => unknown): string {
  try {
    return JSON.stringify(read());
  } catch (error) {
    return `threw ${(error as Error).message}`;
  }
}

describe("CSV, read line by line", () => {
  it("is what csv-parse makes of it", () => {
    let state = 7;
    const below = (limit: number): number => {
      state = (state * 1_664_525 + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    const different: string[] = [];
    let [read, threw] = [0, 0];
    for (let round = 0; round < 20_000; round++) {
      // most texts without the odd parts, so that both ways are taken
      const parts = PARTS.slice(0, below(4) === 0 ? PARTS.length : 8 + below(4));
      const mixed = Array.from({ length: below(24) }, () => parts[below(parts.length)]).join("");
      const text = below(8) === 0 ? mixed.replaceAll(/\r?\n/gu, "\r\n") : mixed;
      const [ours, theirs] = [outcome(() => readCsv(text)), outcome(() => parseCsv(text))];
      if (ours !== theirs) different.push(`${JSON.stringify(text)}\nours   ${ours}\ntheirs ${theirs}`);
      if (theirs.startsWith("threw")) threw++;
      else read++;
    }
    console.log(`csv: ${read} texts read alike, ${threw} refused alike, ${different.length} different`);
    expect(different.slice(0, 5)).toEqual([]);
    expect(Math.min(read, threw)).toBeGreaterThan(1000);
  });
});
