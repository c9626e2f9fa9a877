import { HumanMessage } from "@langchain/core/messages";

/** What every behaviour begins with; the id is fixed, since the host gives one to what has none. */
export const HELLO: { readonly messages: readonly HumanMessage[] } = {
  messages: [new HumanMessage({ id: "human", content: "go" })],
};

/** All that a stream gives; what it throws comes last. */
export async function gather(stream: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const chunks: unknown[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch (error) {
    chunks.push(error);
  }
  return chunks;
}
