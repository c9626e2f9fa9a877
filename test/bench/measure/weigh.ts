import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What one thing keeps in memory, in bytes: its share of `count` of them, which outweigh whatever else comes and goes. */
export async function weigh(count: number, make: () => unknown): Promise<number> {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const kept: unknown[] = [];
  for (let index = 0; index < count; index++) kept.push(await make());
  collectGarbage();
  const after = process.memoryUsage().heapUsed;
  // keeps the things alive until they were weighed
  return (after - before) / kept.length;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Until nothing more is found: what earlier cases left behind takes several rounds to go. */
export function collectGarbage(): void {
  for (let before = Infinity; process.memoryUsage().heapUsed < before - 1e5;) {
    before = process.memoryUsage().heapUsed;
    collect();
  }
}
