import { type AmbitRecord, canonicalJson, type JsonValue } from "@ambit/core";
import { createGate, type Frame, type Gate, inFrame } from "@ambit/gate";
import { loadPolicy } from "@ambit/policy";
import { weigh } from "../measure/weigh.ts";
import { atMost, type Effort, ops, type Row } from "../row.ts";
import { REQUEST, RULES } from "../world/instance.ts";
import { notePolicy } from "../world/note-policy.ts";
import { NOTE } from "../world/note-tool.ts";

/** Bytes. */
const MOST = 4096;

/** What an open run keeps while nothing indexes where values come from; records are written and not kept. */
export async function memoryRows(effort: Effort): Promise<readonly Row[]> {
  const policy = await loadPolicy(notePolicy(RULES));
  const gate = createGate({ policy, ledger: { append: write, files: [], location: "nowhere" } });
  const count = ops(2000, effort);
  const row = { bench: "edges", metric: "memory of a run", unit: "B" } as const;
  return [
    atMost(MOST, {
      ...row,
      case: "opened, its first agent entered",
      value: await weigh(count, () => opened(gate)),
    }),
    atMost(MOST, {
      ...row,
      case: "after three turns and four calls",
      value: await weigh(count, () => worked(gate)),
    }),
  ];
}

/** As every ledger does: a text that is only put together when it is first read takes several times as much until then. */
function write(record: AmbitRecord): void {
  canonicalJson(record as unknown as JsonValue);
}

async function opened(gate: Gate): Promise<Frame> {
  const root = await gate.open(REQUEST);
  root.run.hold();
  return inFrame(root, () => gate.enterAgent("clerk"));
}

/** Ids as long as those that models give. */
async function worked(gate: Gate): Promise<Frame> {
  const frame = await opened(gate);
  await inFrame(frame, async () => {
    for (const [turn, calls] of [1, 2, 1].entries()) {
      const callIds = Array.from({ length: calls }, (_, index) => `call_${turn}_0123456789abcdef${index}`);
      await gate.declareStep({
        place: "",
        messageId: `run-0123456789-${turn}`,
        callIds,
        source: "inherited",
      });
      for (const callId of callIds)
        await gate.guard({ tool: "note", args: NOTE, callId, place: "", fromModel: true }, () => "written");
    }
  });
  return frame;
}
