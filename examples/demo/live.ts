import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { initChatModel } from "langchain";
import { UsageError } from "../../tools/arguments.ts";

/**
 * A live model by `provider:name`, as `initChatModel` knows it.
 *
 * Throws `UsageError` when the provider's package or key is missing: the recorded models never stand in for it.
 */
export async function liveModel(name: string): Promise<BaseChatModel> {
  if (!/^[\w-]+:\S+$/u.test(name))
    throw new UsageError("--model takes provider:name, as in openai:gpt-5-mini");
  try {
    return await initChatModel(name);
  } catch (error) {
    const [cause = ""] = (error instanceof Error ? error.message : "").split("\n");
    throw new UsageError(`the model ${name} cannot be used: ${cause}`);
  }
}
