import type { RunRequest } from "@ambit/langchain";
import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import { createAgent, type ReactAgent } from "langchain";
import { ambitInstance } from "./instance.ts";
import { OfflineModel } from "./offline-model.ts";
import { orderTools } from "./orders.ts";
import type { Session } from "./session.ts";

/** One line of the response's body. */
export type ChatLine =
  | { readonly type: "tool"; readonly tool: string; readonly status: string; readonly text: string }
  | { readonly type: "answer"; readonly text: string };

/** What a customer asks. */
export type ChatRequest = { readonly session: Session; readonly message: string };

/**
 * Lets the support agent answer, line by line.
 *
 * The run outlives the call: it ends when the lines are read to the end, or when the reader leaves.
 */
export async function chat(request: ChatRequest, signal: AbortSignal): Promise<AsyncGenerator<ChatLine>> {
  const { agent, run } = await guarded();
  const messages = [{ role: "user", content: request.message }];
  const updates = await run(request, () => agent.stream({ messages }, { streamMode: "updates", signal }));
  return linesOf(updates);
}

type Guarded = {
  readonly agent: ReactAgent;
  readonly run: <T>(request: ChatRequest, fn: () => PromiseLike<T>) => Promise<T>;
};

let made: Promise<Guarded> | undefined;

/** The agent of this evaluation of the module, under the instance of the process. */
function guarded(): Promise<Guarded> {
  made ??= guard().catch((error: unknown) => {
    made = undefined;
    throw error;
  });
  return made;
}

async function guard(): Promise<Guarded> {
  const ambit = await ambitInstance();
  const { protect, run } = ambit.bind(authorityOf);
  const agent: ReactAgent = createAgent({
    model: new OfflineModel(),
    tools: [...orderTools()],
    middleware: [ambit.middleware()],
  });
  return { agent: protect(agent, { agent: "support" }), run };
}

/** The authority of one request: the customer's own orders, for a minute. */
function authorityOf({ session, message }: ChatRequest): RunRequest {
  const resources = session.orders.map((order) => `crm://orders/${order}`);
  return {
    subject: session.user,
    purpose: "support/refund",
    goal: message,
    input: message,
    allow: [
      { tool: "get_order", resources },
      { tool: "refund_order", resources },
    ],
    budget: { calls: 10, writes: 1 },
    ttl: "1m",
  };
}

async function* linesOf(updates: AsyncIterable<unknown>): AsyncGenerator<ChatLine> {
  for await (const update of updates) {
    for (const message of messagesOf(update)) {
      if (ToolMessage.isInstance(message)) {
        const { name = "", status = "success", text } = message;
        yield { type: "tool", tool: name, status, text };
      } else if (AIMessage.isInstance(message) && message.text !== "") {
        yield { type: "answer", text: message.text };
      }
    }
  }
}

/** The messages in an update of the graph: `{ node: { messages } }`. */
function messagesOf(update: unknown): BaseMessage[] {
  return Object.values(update as Record<string, { readonly messages?: BaseMessage[] } | null>).flatMap(
    (part) => part?.messages ?? [],
  );
}
