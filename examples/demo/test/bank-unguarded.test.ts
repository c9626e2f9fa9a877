import { expect, it } from "vitest";
import { readRecording } from "../bank/recording.ts";
import { runUnguarded } from "../bank/run.ts";
import { ReplayModel } from "../model/replay.ts";

it("without a guard the recorded attack takes the money, and the user is served too", async () => {
  const recording = readRecording();
  expect(await runUnguarded(recording, new ReplayModel(recording.turns))).toEqual({
    attacker: { before: 0, after: recording.injected.amount },
    injectedPaid: true,
    ownPaid: true,
    injectionRead: true,
    told: JSON.stringify({ message: "Transaction 8 sent." }),
  });
});
