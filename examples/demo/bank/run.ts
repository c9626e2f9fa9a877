import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { ReplayModel } from "../model/replay.ts";
import { createBanker } from "./agent.ts";
import { Bank } from "./bank.ts";
import { watch, type Outcome } from "./outcome.ts";
import type { Recording } from "./recording.ts";

export async function runUnguarded(
  recording: Recording,
  model: BaseChatModel = new ReplayModel(recording.turns),
): Promise<Outcome> {
  const bank = new Bank();
  const outcome = watch(bank, recording);
  const agent = createBanker({ bank, model });
  const { messages } = await agent.invoke({ messages: [{ role: "user", content: recording.request }] });
  return outcome(messages);
}
