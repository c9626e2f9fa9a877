import { expect, it } from "vitest";
import { readRecording } from "../bank/recording.ts";
import { runUnguarded } from "../bank/run.ts";

it("without a guard the recorded attack takes the money, and the user is served too", async () => {
  const { injected, ...recording } = readRecording();
  expect(await runUnguarded({ injected, ...recording })).toEqual({
    attacker: { before: 0, after: injected.amount },
    injectedPaid: true,
    ownPaid: true,
    injectionRead: true,
  });
});
