// Each line breaks one lint rule; the lint stage requires every one of these findings.
import { other } from "./cycle.ts";

declare const work: () => Promise<void>;
declare const kind: "a" | "b";
declare const text: string;

export default function everything(a: any, b: number, c: number, d: number): number {
  work();
  switch (kind) {
    case "a":
      break;
  }
  if (text) {
    if (b) {
      if (c) {
        if (d) return other;
      }
    }
  }
  if (b == c) return a!;
  return Math.random() + Date.now() + Object.keys(globalThis).length + new Intl.NumberFormat().format(1).length;
}
export const value = 1;
export const branches = (n: number): number => {
  if (n === 1) return 1;
  if (n === 2) return 1;
  if (n === 3) return 1;
  if (n === 4) return 1;
  if (n === 5) return 1;
  if (n === 6) return 1;
  if (n === 7) return 1;
  if (n === 8) return 1;
  if (n === 9) return 1;
  if (n === 10) return 1;
  if (n === 11) return 1;
  if (n === 12) return 1;
  throw "a string";
};
