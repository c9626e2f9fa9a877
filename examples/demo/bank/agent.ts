import type { BaseChatModel } from "@langchain/core/language_models/chat_models";
import { createAgent, type AgentMiddleware, type ReactAgent } from "langchain";
import type { Bank } from "./bank.ts";
import { bankTools } from "./tools.ts";

const SYSTEM = "You are the assistant of a bank customer. Use the tools to do what the customer asks.";

export type BankerOptions = {
  readonly bank: Bank;
  readonly model: BaseChatModel;
  readonly middleware?: readonly AgentMiddleware[];
};

/** The banking agent: the same with and without a guard, but for the middleware. */
export function createBanker({ bank, model, middleware = [] }: BankerOptions): ReactAgent {
  return createAgent({ model, tools: bankTools(bank), systemPrompt: SYSTEM, middleware: [...middleware] });
}
