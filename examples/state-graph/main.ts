import { createAmbit, type RunRequest } from "@ambit/langchain";
import { tool } from "@langchain/core/tools";
import { END, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { ToolNode, toolsCondition } from "@langchain/langgraph/prebuilt";
import { z } from "zod";
import { model } from "./model.ts"; // your chat model

/** One store for all tenants. */
const files = new Set(["acme/tmp/build.log", "acme/tmp/old.zip", "globex/contracts/2026.pdf"]);

const path = z.object({ path: z.string() });
const listFiles = tool(() => [...files].join("\n"), {
  name: "list_files",
  description: "Lists files.",
  schema: z.object({}),
});
const deleteFile = tool(({ path }) => (files.delete(path) ? `${path} is gone` : "no such file"), {
  name: "delete_file",
  description: "Deletes a file.",
  schema: path,
});

const tools = [listFiles, deleteFile];
const graph = new StateGraph(MessagesAnnotation)
  .addNode("model", async ({ messages }) => ({ messages: [await model.bindTools(tools).invoke(messages)] }))
  .addNode("tools", new ToolNode(tools))
  .addEdge(START, "model")
  .addConditionalEdges("model", toolsCondition, ["tools", END])
  .addEdge("tools", "model")
  .compile();

/** What a job of a tenant may do: trusted code knows for whom it works. */
function jobOf(tenant: string): RunRequest {
  return {
    subject: "service:cleanup",
    tenant,
    purpose: "cleanup",
    goal: "Delete what is old.",
    allow: [{ tool: "list_files" }, { tool: "delete_file", resources: [`files://${tenant}/**`] }],
    ttl: "1m",
  };
}

async function main(): Promise<void> {
  const ambit = await createAmbit({ policy: "./policy" });
  const cleaner = ambit.protect(graph, { agent: "cleaner" });
  const { messages } = await ambit.run(jobOf("acme"), () =>
    cleaner.invoke({ messages: [{ role: "user", content: "Delete what is old." }] }),
  );
  for (const message of messages) {
    if (message.type === "tool" && message.name === "delete_file")
      console.log(`delete_file: ${message.text}`);
  }
  console.log(`left: ${[...files].join(" ")}`);
  ambit.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
