import { createAmbit } from "@ambit/langchain";
import { collectGarbage } from "../measure/weigh.ts";
import { atMost, type Effort, ops, type Row } from "../row.ts";
import { REQUEST, RULES } from "../world/instance.ts";
import { notePolicy } from "../world/note-policy.ts";
import { noteCall, noteTool } from "../world/note-tool.ts";

const RUNS = 100_000;
/** Bytes per run that may stay: less than any object of a run weighs. */
const MOST = 16;

/** What runs leave behind when they are over: opened, one call decided and run, closed; records are written and not kept. */
export async function leakRows(effort: Effort): Promise<readonly Row[]> {
  const ledger = { append: (): void => {}, files: [], location: "nowhere" };
  const ambit = await createAmbit({ policy: notePolicy(RULES), ledger });
  const [tool] = ambit.tools([noteTool()]);
  const runs = async (count: number): Promise<number> => {
    for (let index = 0; index < count; index++) await ambit.run(REQUEST, () => tool.invoke(noteCall()));
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const count = ops(RUNS, effort);
  // what grows up to a size (caches, compiled code) has grown before
  const before = await runs(Math.max(5000, count / 10));
  const after = await runs(count);
  return [
    atMost(MOST, {
      bench: "guard",
      case: `${count} runs, one after the other`,
      metric: "memory left behind per run",
      value: Math.max(0, (after - before) / count),
      unit: "B",
    }),
  ];
}
