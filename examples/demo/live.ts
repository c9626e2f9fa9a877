import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { initChatModel } from "langchain";
import { UsageError } from "../../tools/arguments.ts";

/**
 * A live model by `provider:name`, as `initChatModel` knows it, that has answered once.
 *
 * Throws `UsageError` when the provider's package or key is missing: the recorded models never stand in for it.
 */
export async function liveModel(name: string): Promise<BaseChatModel> {
  if (!/^[\w-]+:\S+$/u.test(name))
    throw new UsageError("--model takes provider:name, as in openai:gpt-5-mini");
  try {
    const model = await initChatModel(name);
    // some providers miss their key only when they are asked
    await model.invoke("Say yes.");
    return model;
  } catch (error) {
    const [cause = ""] = (error instanceof Error ? error.message : "").split("\n");
    throw new UsageError(`the model ${name} cannot be used: ${cause}`);
  }
}
